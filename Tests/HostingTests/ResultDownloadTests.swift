import ReframeSDK
import TestSupport
import Testing
import Transfer

@testable import Hosting

@Suite("Results are fetched whole")
struct ResultDownloadTests {
  private let receiver = RecordingReceiver()

  private func fetch(_ reply: LoopbackServer.Reply, limit: Int) throws {
    let server = try LoopbackServer { _ in reply }
    defer { server.stop() }
    var download = ResultDownload(HTTPClient(try AddressRule(allowing: ["127.0.0.1"]))) { false }
    download.limit = limit
    let rendition = Rendition(output: 0, mediaType: "image/png", size: PixelSize(width: 1, height: 1))
    try download.fetch(server.url, into: CheckedWriter(rendition, ResultCheck([]), receiver))
  }

  @Test("One without an end is cut at the limit, once, and was paid for")
  func endless() throws {
    let error = #expect(throws: ReframeError.self) {
      try fetch(LoopbackServer.Reply(body: VendorBench.picture(), fault: .endless), limit: 3 << 20)
    }
    #expect(error?.kind == .internalFault && error?.accepted == .yes && error?.isRetryable == false)
    #expect(error?.message.hasPrefix("the result cannot be fetched: ") == true)
    #expect(receiver.calls.isEmpty)
  }

  @Test("The limit itself is not too long", arguments: [-1, 0, 1])
  func limit(more: Int) throws {
    let bytes = VendorBench.picture(100_000)
    if more < 0 {
      #expect(throws: ReframeError.self) { try fetch(.init(body: bytes), limit: bytes.count + more) }
      #expect(receiver.calls.isEmpty)
    } else {
      try fetch(.init(body: bytes), limit: bytes.count + more)
      #expect(receiver.bytes == bytes)
    }
  }

  @Test("What waits in the file comes out as it went in, and is forgotten when it is cleared")
  func spool() throws {
    let spool = try DownloadSpool()
    let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    try Array("before".utf8).withUnsafeBytes { try spool.write($0) }
    try spool.clear()
    for start in stride(from: 0, to: bytes.count, by: 99_999) {
      try bytes[start..<min(bytes.count, start + 99_999)].withUnsafeBytes { try spool.write($0) }
    }
    try spool.give(
      to: try receiver.begin(Rendition(output: 0, mediaType: "", size: PixelSize(width: 1, height: 1))))
    #expect(receiver.bytes == bytes)
  }
}
