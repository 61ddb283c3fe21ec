@testable import Commands
import ReframeSDK
import Testing
import TestSupport
import VendorDoubles

@Suite("Pictures that are fetched from an address")
struct RoutedAddressTests {
  private let server: LoopbackServer
  private var bench: RoutedBench
  private var address: String { "\(server.url)/in/photo.png?token=1&x=../../y" }

  init() throws {
    bench = try RoutedBench()
    let picture = try bench.sandbox.folder.bytes("a.png")
    server = try LoopbackServer { request in
      request.path == "/in/photo.png" ? .init(200, body: picture) : .init(404)
    }
    try bench.write("network: {allow: [127.0.0.1/32]}")
  }

  @Test("Results are named after the address without its query")
  func name() {
    let outcome = bench.command(address, "-a", "9:16", "-o", "~/out/", "--focus", "0,0")
    #expect(outcome.code == .success)
    #expect(outcome.output == "~/out/photo-9x16.png\n")
  }

  @Test("A vendor gets the address, not the bytes")
  func vendor() throws {
    var bench = bench
    let fashn = try bench.fashn()
    try bench.write("")
    let outcome = bench.command(address, "-a", "9:16", "-o", "~/out/", "--model", "reframe")
    #expect(outcome.code == .success, "\(outcome.error)")
    #expect(bench.outputs == ["photo-9x16.png"])
    #expect(fashn.jobs.values.first?.request["inputs"]?["image"] == .string(address))
  }

  @Test("A vendor that takes nothing but addresses gets one, and what the new area should show")
  func addressOnly() throws {
    var bench = bench
    let luma = DreamMachineDouble()
    luma.change { $0.pollsUntilDone = 0 }
    bench.add("luma-dream-machine", at: try LoopbackServer(luma), path: "/dream-machine/v1")
    bench.environment["LUMAAI_API_KEY"] = VendorDouble.key
    try bench.write("")
    let rest = [
      "-a", "9:16", "-o", "~/out/", "--model", "dream-machine/reframe_image", "-p", "model=photon-1",
      "--prompt", "a beach",
    ]
    let outcome = bench.command([address] + rest)
    #expect(outcome.code == .success, "\(outcome.error)")
    let request = try #require(luma.jobs.values.first?.request)
    #expect(request["media"]?["url"] == .string(address))
    #expect(request["prompt"] == .string("a beach") && request["model"] == .string("photon-1"))
    let file = bench.command(["~/a.png"] + rest)
    #expect(file.code == .failure)
    #expect(file.error.contains("it takes no files; give the source by its address, https://…"))
    #expect(luma.created == 1 && bench.spent() == ["dream-machine/reframe_image,USD,0.015,0,0,0,1,0"])
  }

  @Test("A quote looks at it as well")
  func quote() {
    let outcome = bench.command("quote", address, "-a", "9:16", "-m", "local/reframe")
    #expect(outcome.code == .success, "\(outcome.error)")
  }

  @Test("What is not there fails by itself, and what is on this machine is not fetched without leave")
  func refused() throws {
    let missing = bench.command(
      "\(server.url)/none.png", "~/a.png", "-a", "9:16", "-o", "~/out/", "--focus", "0,0")
    #expect(missing.code == .partial)
    #expect(missing.error.contains("/none.png: the server answers with 404\n"))
    try bench.write("")
    for more in [[], ["--model", "local/reframe"]] {
      let outcome = bench.command([address, "-a", "9:16", "-o", "~/other/", "--focus", "0,0"] + more)
      #expect(outcome.code == .failure)
      #expect(outcome.error.contains("127.0.0.1 is a loopback address"))
    }
  }
}
