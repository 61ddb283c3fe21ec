@testable import Commands
import Foundation
import Testing
import TestSupport
import VendorDoubles

/// The whole way to vendors and back, over sockets.
@Suite("Reframing by vendors")
struct RoutedVendorTests {
  private static let both = "reframe,local/reframe"

  @Test("A vendor's picture is bought, fetched and accounted for")
  func done() throws {
    var bench = try RoutedBench()
    let fashn = try bench.fashn()
    try bench.write("")
    let outcome = bench.reframe("--model", "reframe", "-n", "3", "-p", "generation_mode=balanced")
    #expect(outcome.code == .success)
    #expect(
      outcome.output == "~/out/a-9x16-1.png\n~/out/a-9x16-2.png\n~/out/a-9x16-3.png\n")
    #expect(
      outcome.error.hasPrefix(
        "~/a.png: reframed -> ~/out/a-9x16-1.png 95x170 by reframe at fashn for 6 credits together "
          + "(uploaded to FASHN)\n"))
    #expect(fashn.created == 1 && fashn.paid == 6_000_000)
    #expect(bench.spent() == ["reframe,credits/fashn,6,0,0,0,1,0"])
  }

  @Test("What was done to the picture before is told")
  func prepared() throws {
    var bench = try RoutedBench()
    let eachlabs = try bench.eachlabs()
    try bench.write("")
    try bench.tiff("t.tif")
    let rest = ["~/t.tif", "-a", "9:16", "--model", "reframe-image"]
    let outcome = bench.command(rest + ["-o", "~/out/"])
    let note = "converted from image/tiff to image/jpeg for reframe-image"
    #expect(outcome.code == .success)
    #expect(
      outcome.error.hasSuffix(
        "by reframe-image at eachlabs for $0.01 (\(note); uploaded to Eachlabs)\n"), "\(outcome.error)")
    let upload = try #require(eachlabs.requests.first { eachlabs.call(of: $0) == .upload })
    #expect(upload.body.starts(with: [0xff, 0xd8, 0xff]))
    let json = bench.command(rest + ["-o", "~/out/", "--json", "--overwrite"])
    #expect(json.output.contains("\"preparation\":[\"\(note)\",\"uploaded to Eachlabs\"]"))
    // A format that the vendor has no word for is not passed over in silence.
    let named = bench.command(rest + ["-o", "~/x.jpg"])
    #expect(named.code == .success)
    #expect(
      named.error.hasPrefix("~/t.tif: jpeg was asked for; what came, and is in ~/x.jpg, is image/png\n"))
  }

  @Test("A key that is missing is named, one that is wrong is not shown, not even if the vendor repeats it")
  func keys() throws {
    let echo = try LoopbackServer { request in
      let headers = request.headers.map { "\($0.key): \($0.value)" }.sorted().joined(separator: "; ")
      return .json(401, "{\"error\": \"Unauthorized\", \"message\": \"bad key: \(headers)\"}")
    }
    var bench = try RoutedBench()
    bench.add("fashn", at: echo)
    try bench.write("")
    let missing = bench.reframe("--model", "reframe")
    #expect(missing.code == .failure)
    #expect(missing.error.contains("'fashn' needs FASHN_API_KEY: set that variable"))
    #expect(echo.requests.isEmpty)
    bench.environment["FASHN_API_KEY"] = "sk-very-secret-9"
    let wrong = bench.reframe("--model", "reframe", "--json", "--explain")
    #expect(wrong.code == .failure)
    #expect(wrong.error.contains("FASHN did not take the key in FASHN_API_KEY"))
    let other = bench.reframe("--model", Self.both, "--json", "--explain")
    #expect(other.code == .success)
    #expect(bench.spent().isEmpty)
    let spend = bench.command("spend", "--json")
    for text in [wrong.screen, other.screen, spend.screen] { #expect(!text.contains("very-secret")) }
    for name in bench.sandbox.folder.names where name != "out" {
      #expect(
        try bench.sandbox.folder.bytes(name).firstRange(of: Array("very-secret".utf8)) == nil, "\(name)")
    }
  }

  @Test(
    "After an answer that says no, the next engine does it",
    arguments: [
      DoubleFault.trouble(400), .trouble(401), .gateway(404), .tooMany(headers: ["retry-after": "3600"]),
    ])
  func refused(fault: DoubleFault) throws {
    var bench = try RoutedBench()
    let fashn = try bench.fashn()
    try bench.write("")
    fashn.fail(.create, fault)
    let outcome = bench.reframe("--model", Self.both)
    #expect(outcome.code == .success, "\(outcome.error)")
    #expect(outcome.error.contains("by local/reframe"))
    #expect(fashn.created == 0 && bench.spent().isEmpty)
  }

  @Test(
    "After an answer that says nothing, nothing else is bought",
    arguments: [
      DoubleFault.dies, .page, .garbled, .withoutID, .truncated,
    ])
  func doubtful(fault: DoubleFault) throws {
    var bench = try RoutedBench()
    let fashn = try bench.fashn()
    try bench.write("")
    fashn.fail(.create, fault)
    let outcome = bench.reframe("--model", Self.both)
    #expect(outcome.code == .failure)
    #expect(outcome.error.contains("Nothing else was bought"), "\(outcome.error)")
    #expect(bench.outputs.isEmpty)
    let again = bench.reframe("--model", Self.both)
    #expect(again.code == .failure && again.error.contains("--buy-again"))
    #expect(fashn.created == 1)
    #expect(bench.spent() == ["reframe,credits/fashn,1,1,0,0,1,0"])
  }

  @Test(
    "A result that is none is refused, and counts as bought",
    arguments: [
      (DoubleResult.page, "the result is no picture but text: '<html></html>…'"),
      (.wrongRatio, "the result has the wrong ratio: 9:16 was asked for, and it is 50x11"),
    ])
  func badResult(result: DoubleResult, words: String) throws {
    var bench = try RoutedBench()
    let fashn = try bench.fashn()
    try bench.write("")
    fashn.change { $0.result = result }
    let outcome = bench.reframe("--model", Self.both)
    #expect(outcome.code == .failure)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(bench.outputs.isEmpty && fashn.created == 1)
    #expect(bench.spent() == ["reframe,credits/fashn,1,1,0,0,1,0"])
  }

  @Test(
    "A result of 10 GB or at an address that is nobody's business is not fetched, and counts as bought",
    arguments: [
      ("http://169.254.169.254", "169.254.169.254 is a link-local address"),
      ("http://127.0.0.2:9", "127.0.0.2 is a loopback address"),
      ("huge", "10737418240"),
    ])
  func forbiddenResult(origin: String, words: String) throws {
    var bench = try RoutedBench()
    let fashn = try bench.fashn()
    let huge = try LoopbackServer { _ in
      .init(200, headers: ["content-type": "image/png", "Content-Length": "10737418240"], fault: .endless)
    }
    try bench.write("")
    fashn.change { $0.origin = origin == "huge" ? huge.url : origin }
    let outcome = bench.reframe("--model", Self.both)
    #expect(outcome.code == .failure)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(bench.outputs.isEmpty && fashn.created == 1)
    #expect(bench.spent() == ["reframe,credits/fashn,1,1,0,0,1,0"])
    huge.stop()
  }

  @Test("A video whose price nobody can say needs leave, and its model a prompt")
  func video() throws {
    var bench = try RoutedBench()
    let luma = LumaAgentsDouble()
    luma.change { $0.pollsUntilDone = 0 }
    bench.add("luma-agents", at: try LoopbackServer(luma), path: "/v1")
    bench.environment["LUMA_AGENTS_API_KEY"] = VendorDouble.key
    try bench.write("")
    try bench.sandbox.folder.write(TinyPicture.mp4, to: "clip.mp4")
    let rest = ["~/clip.mp4", "-a", "16:9", "-o", "~/out/", "--model", "ray-3.2/video_reframe"]
    let prompt = ["--prompt", "a beach"]
    let lacking = bench.command(rest + ["--allow-unknown-price"])
    #expect(lacking.code == .failure && lacking.error.contains("it needs a prompt; give --prompt"))
    let unknown = bench.command(rest + prompt)
    #expect(unknown.code == .failure)
    #expect(
      unknown.error.contains(
        "price unknown (the length of the source is not known); allow it with --allow-unknown-price"),
      "\(unknown.error)")
    #expect(luma.created == 0)
    let outcome = bench.command(rest + prompt + ["--allow-unknown-price"])
    #expect(outcome.code == .success, "\(outcome.error)")
    #expect(outcome.output == "~/out/clip-16x9.mp4\n")
    #expect(try bench.sandbox.folder.bytes("out/clip-16x9.mp4") == TinyPicture.mp4)
    #expect(luma.created == 1)
    #expect(bench.spent() == ["ray-3.2/video_reframe,,,,,,1,0"])
  }
}
