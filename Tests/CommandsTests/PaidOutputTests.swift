@testable import Commands
import Accounting
import Jobs
import ReframeSDK
import TestSupport
import Testing

/// What is paid for has a place before it is bought, and can be fetched to another.
@Suite("The outputs of a purchase")
struct PaidOutputTests {
  private let bundles: TestBundles
  private let sandbox: Sandbox

  init() throws {
    bundles = try TestBundles(own: ["MockProvider", "FixedPrice"])
    sandbox = try Sandbox(plugins: bundles.path)
    try sandbox.picture()
    try script("{answer: finish}")
  }

  private func script(_ entry: String) throws {
    let text = """
      providers:
        mock:
          settings: {script: [\(entry)], then: repeat, log: \(sandbox.folder["paid.log"])}
      """
    try sandbox.folder.write(text.utf8, to: "reframe.yaml")
  }

  private func run(_ arguments: String...) -> Sandbox.Outcome {
    sandbox.run(arguments + ["--config", "~/reframe.yaml", "--ledger", "~/ledger.db"])
  }

  private var purchases: Int {
    guard let bytes = try? sandbox.folder.bytes("paid.log") else { return 0 }
    return bytes.count { $0 == UInt8(ascii: "\n") }
  }

  @Test(
    "Nothing is bought if the result's name is taken", arguments: ["out/a-1x1.png", "out/a-1x1.explain.json"])
  func taken(name: String) throws {
    try sandbox.folder.write("precious".utf8, to: name)
    let outcome = run("~/a.png", "-a", "1:1", "--model", "mock/reframe", "--explain", "-o", "~/out/")
    #expect(outcome.code == .failure)
    #expect(outcome.error.hasSuffix("reframe: ~/a.png: ~/\(name) exists; use --overwrite to replace it\n"))
    #expect(purchases == 0)
    #expect(try sandbox.folder.bytes(name) == [UInt8]("precious".utf8))
  }

  @Test("Nothing is bought if nothing can be written there")
  func unwritable() throws {
    let outcome = run("~/a.png", "-a", "1:1", "--model", "mock/reframe", "-o", "~/a.png/out/")
    #expect(outcome.code == .failure)
    #expect(outcome.error.hasSuffix(": not a directory; name another place with -o\n"))
    #expect(purchases == 0)
  }

  @Test("Of two inputs with one name for their results, one is bought")
  func twice() throws {
    try sandbox.picture("b/a.png")
    let outcome = run(
      "~/a.png", "~/b/a.png", "-a", "1:1", "--model", "mock/reframe", "-o", "~/out/", "-j", "1")
    #expect(outcome.code == .partial)
    #expect(outcome.error.contains("two outputs would both be ~/out/a-1x1"))
    #expect(purchases == 1)
  }

  @Test("Variations have places of their own")
  func variations() throws {
    let outcome = run("~/a.png", "-a", "1:1", "-n", "3", "--model", "mock/reframe", "-o", "~/out/")
    #expect(outcome.code == .success)
    #expect(purchases == 3)
    #expect(sandbox.folder.names.count { $0.hasPrefix("out/a-1x1-") } == 3)
  }

  @Test("What was bought goes where 'resume' is told")
  func resumed() throws {
    try bought()
    try sandbox.folder.write("precious".utf8, to: "out/a-1x1.png")
    #expect(run("resume", "--list").output.contains("att_1"))
    let second = run("resume", "-o", "~/elsewhere")
    #expect(second.code == .success)
    #expect(try sandbox.kind("elsewhere/a-1x1.png") == "png 512x512")
    #expect(try sandbox.folder.bytes("out/a-1x1.png") == [UInt8]("precious".utf8))
    #expect(run("resume").output == "nothing waits\n")
  }

  @Test("It replaces what took its name if 'resume' is told so")
  func resumedOver() throws {
    try bought()
    try sandbox.folder.write("old".utf8, to: "out/a-1x1.png")
    #expect(run("resume", "--overwrite").code == .success)
    #expect(try sandbox.kind("out/a-1x1.png") == "png 512x512")
  }

  @Test("A fault that every try met is told once")
  func once() throws {
    try script("{answer: error, kind: unavailable, accepted: \"no\", retryable: true, message: It sleeps}")
    let outcome = run("~/a.png", "-a", "1:1", "--model", "mock/reframe", "-o", "~/out/")
    #expect(outcome.code == .failure)
    #expect(outcome.error.ranges(of: "It sleeps").count == 1)
  }

  /// An attempt that the mock provider took before its process was cut short.
  private func bought() throws {
    let outputs = [OutputRequest(aspect: try #require(AspectRatio("1:1")))]
    let job = ReframeJob(model: "mock/reframe", outputs: outputs)
    var attempt = Attempt(id: "att_1", job: "job_1", number: 1, model: "mock/reframe", provider: "mock")
    attempt.maximum = Money(micros: 10_000, unit: "USD")
    attempt.context = """
      {"input": "a.png", "output": "\(sandbox.folder["out/"])", "isSized": false, "overwrites": false,
       "job": \(try JSON.encode(job))}
      """
    let ticket = """
      {"id": "1", "count": 1, "outputs": \(try JSON.encode(outputs)), "entry": {"answer": "ticket", "isPaid": true,
       "polls": 0, "pollMilliseconds": 0, "shortest": 0, "longest": 0}}
      """
    let ledger = try Ledger(path: sandbox.folder["ledger.db"])
    try ledger.hold(attempt, at: SpendSamples.morning)
    try ledger.markSending("att_1", at: SpendSamples.morning)
    try ledger.accept("att_1", ticket: ticket, at: SpendSamples.morning)
  }
}
