import ReframeSDK
import Testing
import TestSupport
import VendorDoubles

@testable import Hosting

/// What the doubles promise to those who test with them.
@Suite("The vendors' doubles")
struct VendorDoubleTests {
  private func get(_ target: String, from double: VendorDouble) -> LoopbackServer.Reply {
    double.respond(
      to: LoopbackServer.Request(
        method: "GET", target: target, headers: ["authorization": "Bearer \(VendorDouble.key)"], body: []))
  }

  @Test("results are real pictures of the ratio, or what they were told to be", arguments: CloudVendor.all)
  func results(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    let url = try bench.finish(try bench.submit(try vendor.job()))[0].rendition.url ?? ""
    let target = url.replacing("https://vendor.example", with: "")
    let whole = get(target, from: bench.double)
    #expect(whole.status == 200)
    #expect(whole.body == vendor.result)
    bench.double.change { $0.result = .page }
    #expect(get(target, from: bench.double).body == Array("<html></html>".utf8))
    bench.double.change { $0.result = .wrongRatio }
    #expect(get(target, from: bench.double).body == TinyPicture.png(width: 50, height: 11))
    bench.double.change { $0.result = .missing }
    #expect(get(target, from: bench.double).status == 404)
    bench.double.change { $0.result = .right }
    bench.double.fail(.result, .gateway(503), .truncated)
    #expect(get(target, from: bench.double).status == 503)
    #expect(get(target, from: bench.double).fault == .truncate(after: whole.body.count / 2))
    #expect(get(target, from: bench.double).body == whole.body)
  }

  @Test("pictures are PNG files to the byte")
  func png() {
    // The file that an independent writer makes of one such pixel with stored blocks.
    let expected: [UInt8] = [
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
      0, 1,
      8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde,
    ]
    #expect(Array(TinyPicture.png(width: 1, height: 1).prefix(33)) == expected)
    #expect(TinyPicture.png(width: 1, height: 1).suffix(4) == [0xae, 0x42, 0x60, 0x82])
    // More than one stored block.
    #expect(TinyPicture.png(width: 200, height: 200).count == 200 * 601 + 2 + 2 * 5 + 4 + 57)
  }

  @Test("JPEG files have the blocks that their size needs")
  func jpeg() {
    let file = TinyPicture.jpeg(width: 144, height: 257)
    #expect(file.prefix(2) == [0xff, 0xd8] && file.suffix(2) == [0xff, 0xd9])
    // 18 times 33 blocks of two bits each.
    #expect(file.count == 2 + 69 + 13 + 2 * 22 + 10 + 149 + 2)
    let size = file.withUnsafeBytes { PictureSize.read($0, "image/jpeg") }
    #expect(size == PixelSize(width: 144, height: 257))
  }

  @Test("an upload that carries a key is refused", arguments: CloudVendor.all)
  func uploads(vendor: CloudVendor) {
    let double = vendor.make()
    let put = { (headers: [String: String]) in
      double.respond(
        to: LoopbackServer.Request(method: "PUT", target: "/uploads/a", headers: headers, body: [1])
      ).status
    }
    #expect(put([:]) == 200)
    #expect(put(["authorization": "Bearer x"]) == 400)
    #expect(put(["x-api-key": "x"]) == 400)
  }

  @Test("faults come in order, and end", arguments: CloudVendor.all)
  func order(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.double.fail(.create, .gateway(503), .tooMany(headers: [:]))
    #expect(try bench.failure { try bench.submit(try vendor.job()) }.kind == .unavailable)
    #expect(try bench.failure { try bench.submit(try vendor.job()) }.kind == .rateLimited)
    try bench.submit(try vendor.job())
    #expect(bench.double.created == 1)
  }

  @Test("addresses that a vendor does not have are not found", arguments: CloudVendor.all)
  func strangers(vendor: CloudVendor) {
    let double = vendor.make()
    for target in ["/", "/v2/run", "/v1/prediction", "/results/x", "/results/x/y/z", "/v1/generations/a/b"] {
      #expect(get(target, from: double).status == 404, "\(target)")
    }
  }

  @Test("windows close and open", arguments: CloudVendor.all)
  func windows(vendor: CloudVendor) throws {
    let bench = try CloudBench(vendor)
    bench.double.change { $0.creates = 1 }
    try bench.submit(try vendor.job())
    #expect(try bench.failure { try bench.submit(try vendor.job()) }.kind == .rateLimited)
    bench.double.change { $0.creates = nil }
    try bench.submit(try vendor.job())
    #expect(bench.double.created == 2)
  }
}
