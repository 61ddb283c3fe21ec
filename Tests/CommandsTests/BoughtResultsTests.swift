import Accounting
@testable import Commands
import Hosting
import Jobs
import ReframeSDK
import TestSupport
import Testing

/// What is paid for is wanted, has a place, and is not lost.
@Suite("Bought by the command")
struct BoughtResultsTests {
  let bundles: TestBundles
  let sandbox: Sandbox

  init() throws {
    bundles = try TestBundles(own: ["LocalEngine", "MockProvider", "FixedPrice", "FreePrice"])
    sandbox = try Sandbox(plugins: bundles.path)
    try sandbox.picture()
  }

  /// Runs with the mock vendor, whose script this is; it costs $0.01 a run.
  private func run(_ script: String, _ arguments: [String]) throws -> Sandbox.Outcome {
    try sandbox.folder.write(
      """
      providers:
        mock:
          settings: {script: \(script), then: last, log: \(sandbox.folder["paid.log"])}
      ledger: {path: \(sandbox.folder["ledger.db"])}
      """.utf8, to: "r.yaml")
    return sandbox.run(arguments + ["--config", "~/r.yaml"])
  }

  private var paid: Int {
    ((try? sandbox.folder.bytes("paid.log")) ?? []).count { $0 == UInt8(ascii: "\n") }
  }

  private static let finish = "[{answer: finish}]"

  private func buy(_ output: String, _ more: String...) throws -> Sandbox.Outcome {
    try run(
      Self.finish, ["~/a.png", "-a", "1:1", "-f", "png", "--model", "mock/reframe", "-o", output] + more)
  }

  @Test("The maximum is one for all variations of a picture, not for each")
  func maximum() throws {
    let little = try buy("~/out/", "-n", "3", "--max-cost", "0.02")
    #expect(little.code == .failure)
    #expect(
      little.error
        == "reframe: ~/a.png: the 3 parts of this job cost up to $0.03 together at the least, above the maximum of "
        + "$0.02; nothing was bought\n")
    #expect(paid == 0)
    #expect(try buy("~/out/", "-n", "3", "--max-cost", "0.03").code == .success)
    #expect(paid == 3)
  }

  @Test("Nothing is bought for which there is no place", arguments: ["a-1x1.png", "a-1x1.jpg"])
  func noPlace(name: String) throws {
    let isTaken = name == "a-1x1.png"
    try sandbox.folder.write("precious".utf8, to: "out/\(name)")
    let outcome = try buy("~/out/")
    #expect(outcome.code == (isTaken ? .failure : .success))
    #expect(
      !isTaken || outcome.error == "reframe: ~/a.png: ~/out/a-1x1.png exists; use --overwrite to replace it\n"
    )
    #expect(paid == (isTaken ? 0 : 1))
    let folder = try buy("~/a.png/out/")
    #expect(folder.code == .failure)
    #expect(paid == (isTaken ? 0 : 1))
  }

  /// Leaves an attempt behind that the vendor has done, as a process that dies does.
  private func leave(at provider: String = "mock") throws {
    let square = try #require(AspectRatio("1:1"))
    let job = ReframeJob(model: "mock/reframe", outputs: [OutputRequest(aspect: square)])
    var attempt = Attempt(id: "att_kept", job: "job_1", number: 1, model: "mock/reframe", provider: provider)
    attempt.maximum = Money(micros: 10_000, unit: "USD")
    attempt.expected = attempt.maximum
    attempt.context = try ResumeContext(
      input: sandbox.folder["a.png"], job: job,
      destination: OutputDestination(absolute: sandbox.folder["out/"], isSized: false), overwrites: false,
      firstVariation: nil
    ).json()
    let ledger = try Ledger(path: sandbox.folder["ledger.db"])
    try ledger.hold(attempt, at: 1)
    try ledger.markSending(attempt.id, at: 2)
    let entry = #"{"answer":"ticket","shortest":0,"longest":0,"polls":0,"pollMilliseconds":0,"isPaid":true}"#
    try ledger.accept(
      attempt.id,
      ticket: #"{"id":"t","entry":\#(entry),"outputs":\#(try JSON.encode(job.outputs)),"count":1}"#, at: 3)
  }

  private func left() throws -> [String] {
    try Ledger(path: sandbox.folder["ledger.db"]).unfinished().map(\.attempt.id)
  }

  @Test("What is fetched later does not fail because its name has been taken, and is fetched once")
  func resumed() throws {
    try leave()
    try sandbox.folder.write("precious".utf8, to: "out/a-1x1.png")
    let outcome = try run(Self.finish, ["resume", "att_kept", "att_kept"])
    #expect(outcome.code == .success)
    #expect(outcome.output == "~/out/a-1x1-att_kept.png\n")
    #expect(try sandbox.folder.bytes("out/a-1x1.png") == Array("precious".utf8))
    #expect(try left() == [])
  }

  @Test("A vendor that is not set up any more keeps its ticket; who gives it up has it settled")
  func givenUp() throws {
    try leave(at: "gone")
    let gone = sandbox.run("resume", "--ledger", "~/ledger.db")
    #expect(gone.code == .failure)
    #expect(try left() == ["att_kept"])
    #expect(sandbox.run("resume", "--give-up", "--ledger", "~/ledger.db").code == .usage)
    let outcome = sandbox.run("resume", "--give-up", "att_kept", "--ledger", "~/ledger.db")
    #expect(
      outcome.output
        == "att_kept is given up; it counts as spent until 'reframe spend reconcile' says otherwise\n")
    #expect(try left() == [])
    let ledger = try Ledger(path: sandbox.folder["ledger.db"])
    #expect(try ledger.reader.spend(by: .provider).map(\.unconfirmed) == [10_000])
  }
}
