import Accounting
@testable import Commands
import Foundation
import Jobs
import ReframeSDK
import Testing
import TestSupport
import VendorDoubles

@Suite("Fetching what was bought earlier")
struct ResumeTests {
  private var bench: RoutedBench
  private let fashn: VendorDouble

  init() throws {
    bench = try RoutedBench()
    fashn = try bench.fashn()
    try bench.write("")
  }

  @Test("Nothing waits, and nothing was ever bought")
  func nothing() {
    let outcome = bench.command("resume")
    #expect(outcome.code == .success)
    #expect(outcome.screen == "nothing was ever bought\n")
    #expect(bench.reframe("--model", "reframe").code == .success)
    #expect(bench.command("resume", "--list").output == "nothing waits\n")
    let unknown = bench.command("resume", "att_1")
    #expect(unknown.code == .usage)
    #expect(unknown.error.contains("waits; see 'reframe resume --list'"))
  }

  @Test("What nobody knows of is settled and told, not passed over")
  func presumed() throws {
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    do {
      let ledger = try Ledger(path: bench.sandbox.folder["ledger.db"])
      var attempt = Attempt(id: "att_1", job: "job_1", number: 1, model: "reframe", provider: "fashn")
      attempt.maximum = Money(micros: 1_000_000, unit: "credits/fashn")
      try ledger.hold(attempt, at: now)
      try ledger.markSending("att_1", at: now)
    }
    let outcome = bench.command("resume")
    #expect(outcome.code == .success)
    #expect(outcome.output == "nothing waits\n")
    #expect(
      outcome.error == """
        reframe: att_# at fashn may have been bought when its process ended; it counts as spent until 'reframe \
        spend reconcile' says otherwise

        """)
    #expect(bench.spent() == ["reframe,credits/fashn,1,1,0,0,1,0"])
  }

  @Test("A name that is taken while the vendor works costs nothing but a second step")
  func taken() throws {
    var bench = bench
    let folder = bench.sandbox.folder
    let server = try LoopbackServer { [fashn] request in
      if request.path.hasPrefix("/v1/status") { _ = try? folder.write([1], to: "out/a-9x16.png") }
      return fashn.respond(to: request)
    }
    bench.add("fashn", at: server)
    let outcome = bench.reframe("--model", "reframe,local/reframe")
    #expect(outcome.code == .failure)
    #expect(outcome.error.contains("~/out/a-9x16.png exists; use --overwrite"), "\(outcome.error)")
    #expect(outcome.error.contains("resume the attempt att_# instead of buying again"))
    let list = bench.command("resume", "--list")
    #expect(list.output.contains("att_#  reframe  fashn     1 credit  ~/a.png"), "\(list.output)")
    // The same wish is not bought again meanwhile, and what waits is not lost by asking too early.
    let again = bench.reframe("--model", "reframe,local/reframe", "--overwrite")
    #expect(again.code == .failure && again.error.contains("1 bought earlier and not received"))
    let resumed = bench.command("resume")
    #expect(resumed.code == .success)
    #expect(resumed.output == "~/out/a-9x16-att_#.png\n")
    #expect(try folder.bytes("out/a-9x16.png") == [1])
    #expect(bench.spent() == ["reframe,credits/fashn,1,0,0,0,1,0"])
    #expect(fashn.created == 1)
  }

  @Test("A job that is not done in time stays, and is fetched later")
  func deadline() throws {
    fashn.change { $0.pollsUntilDone = 1000 }
    let outcome = bench.reframe("--model", "reframe,local/reframe", "--deadline", "300ms")
    #expect(outcome.code == .failure)
    #expect(
      outcome.error.contains("the job's deadline has passed, but fashn still has it"), "\(outcome.error)")
    fashn.change { $0.pollsUntilDone = 0 }
    let resumed = bench.command("resume", "--json")
    #expect(resumed.code == .success)
    #expect(resumed.output.contains("\"charge\":{\"micros\":1000000,\"unit\":\"credits/fashn\"}"))
    #expect(bench.outputs == ["a-9x16.png"] && fashn.created == 1)
  }

  @Test(
    "A process that is interrupted or killed leaves what it bought to the next", arguments: [SIGINT, SIGKILL])
  func ended(signal: Int32) throws {
    fashn.change { $0.pollsUntilDone = 1000 }
    let folder = bench.sandbox.folder
    var environment = bench.environment
    environment["REFRAME_PLUGIN_PATH"] = try RoutedBench.pluginPath()
    environment["REFRAME_CATALOGUE_PATH"] = TestBundles.catalogue
    environment["REFRAME_CONFIG"] = folder["r.yaml"]
    environment["REFRAME_LEDGER_PATH"] = folder["ledger.db"]
    let running = try ChildProcess.start(
      ChildProcess.reframe,
      [folder["a.png"], "-a", "9:16", "-o", folder["out/"], "--model", "reframe", "--explain"],
      environment: environment)
    var heard = ""
    // The vendor has been asked after it, so the ticket is in the ledger.
    while !heard.contains("GET ") {
      let bytes = running.error.fileHandleForReading.availableData
      try #require(!bytes.isEmpty, "\(heard)")
      heard += String(decoding: bytes, as: UTF8.self)
    }
    kill(running.process.processIdentifier, signal)
    let outcome = try running.end()
    #expect(outcome.code == (signal == SIGKILL ? SIGKILL : 130))
    if signal == SIGINT { #expect(outcome.error.contains("resume the attempt"), "\(outcome.error)") }
    // What is held for it stays held.
    #expect(bench.spent() == ["reframe,credits/fashn,0,0,0,1,0,0"])
    fashn.change { $0.pollsUntilDone = 0 }
    let resumed = bench.command("resume")
    #expect(resumed.code == .success, "\(resumed.error)")
    #expect(bench.outputs.contains("a-9x16.png") && fashn.created == 1)
    #expect(bench.spent() == ["reframe,credits/fashn,1,0,0,0,1,0"])
  }
}
