@testable import Commands
import Accounting
import Foundation
import Jobs
import ReframeSDK
import Testing
import TestSupport

/// The whole way through the dispatcher, with the mock provider as the engine that costs something.
@Suite("Reframing by a route")
struct RoutedTests {
  let bench: RoutedBench

  init() throws { bench = try RoutedBench() }

  /// Sets the mock provider up to do these things, one after the other.
  private func script(_ entries: String, _ more: String = "") throws {
    try bench.write("providers: {mock: {settings: {then: finish, script: [\(entries)]}}}\n\(more)")
  }

  @Test("The summary and the record say who did it and what it cost")
  func done() throws {
    try script("{answer: finish, charge: \"0.01\"}, {answer: finish, charge: \"0.01\"}")
    let text = bench.reframe("--model", "mock/reframe")
    #expect(text.code == .success)
    #expect(text.output == "~/out/a-9x16.png\n")
    #expect(text.error == "~/a.png: reframed -> ~/out/a-9x16.png 288x512 by mock/reframe at mock for $0.01\n")
    let outcome = bench.reframe("--model", "mock/reframe", "--overwrite", "--json", "--quiet")
    #expect(outcome.error.isEmpty)
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let engine = try #require(record["engine"] as? [String: Any])
    #expect(engine["model"] as? String == "mock/reframe" && engine["provider"] as? String == "mock")
    #expect(engine["attempt"] as? String == "att_#" && engine["attempts"] as? Int == 1)
    #expect((engine["charge"] as? [String: Any])?["micros"] as? Int == 10_000)
    #expect(bench.spent() == ["mock/reframe,USD,0.02,0,0,0,2,0"])
  }

  @Test("Every step is told if somebody asks why")
  func explained() throws {
    try script("{answer: error, message: busy}")
    let outcome = bench.reframe("--model", "mock/reframe,local/reframe", "--explain")
    #expect(outcome.code == .success)
    #expect(
      outcome.error == """
        ~/a.png: 2 of 2 engines may be tried
        ~/a.png: 1. mock/reframe@mock: order: listed as number 1
        ~/a.png: 2. local/reframe@local: order: listed as number 2
        ~/a.png: mock/reframe@mock: attempt 1 begins as att_#
        ~/a.png: att_#: mock/reframe failed: busy; the next engine is tried
        ~/a.png: local/reframe@local: attempt 2 begins as att_#
        ~/a.png: att_#: local/reframe did it, cost free
        ~/a.png: crop 5x8+4+0 of 12x8 -> ~/out/a-9x16.png 5x8 by local/reframe at local

        """)
    #expect(bench.spent().isEmpty)
  }

  @Test("What is free leaves no ledger behind, and no route of the settings is needed for it")
  func free() {
    #expect(bench.reframe("--local", "only").code == .success)
    #expect(bench.outputs == ["a-9x16.png"])
    #expect(!bench.sandbox.folder.names.contains("ledger.db"))
  }

  @Test("Variations are numbered, and what they cost together is said so")
  func variations() throws {
    try script("")
    let outcome = bench.reframe("--model", "mock/reframe", "-n", "2")
    #expect(outcome.output == "~/out/a-9x16-1.png\n~/out/a-9x16-2.png\n")
    #expect(outcome.error.contains("~/out/a-9x16-2.png 288x512 by mock/reframe at mock for $0.01"))
  }

  @Test("A price above the maximum leaves an engine out, and another does it")
  func maximumCost() throws {
    try script("")
    let other = bench.reframe("--model", "mock/reframe,local/reframe", "--max-cost", "0.009999")
    #expect(other.code == .success && other.error.contains("by local/reframe"))
    let none = bench.reframe("--model", "mock/reframe", "--max-cost", "$0.005", "--overwrite")
    #expect(none.code == .failure)
    #expect(
      none.error == """
        reframe: ~/a.png: No engine may do this job: mock/reframe@mock: dropped: costs up to $0.01, above the \
        maximum of $0.005

        """)
    #expect(bench.reframe("--model", "mock/reframe", "--max-cost", "0.01", "--overwrite").code == .success)
    #expect(bench.spent() == ["mock/reframe,USD,0.01,0,0,0,1,0"])
  }

  @Test("A budget that is used up passes the engine over, output by output")
  func budget() throws {
    let budget = "budgets: {small: {limit: 0.02 USD, window: total, project: p}}"
    try script("", "\(budget)\nroutes: {default: {engines: [mock/reframe, local/reframe]}}")
    for name in ["b.png", "c.png", "d.png"] { try bench.sandbox.picture(name) }
    let pictures = ["~/a.png", "~/b.png", "~/c.png", "~/d.png"]
    let rest = ["-a", "9:16", "-o", "~/out/", "--focus", "0,0", "-j", "1"]
    let outcome = bench.command(pictures + rest + ["--project", "p"])
    #expect(outcome.code == .success)
    let lines = outcome.error.split(separator: "\n")
    #expect(lines.count { $0.contains("by mock/reframe at mock for $0.01") } == 2)
    #expect(lines.count { $0.contains("by local/reframe at local") } == 2)
    #expect(bench.spent() == ["mock/reframe,USD,0.02,0,0,0,2,0"])
    let only = bench.command(pictures + rest + ["--model", "mock/reframe", "--overwrite", "--project", "p"])
    #expect(only.code == .failure)
    #expect(only.error.contains("small"), "\(only.error)")
    // Another project has its own money.
    let other = bench.command(pictures + rest + ["--model", "mock/reframe", "--overwrite", "--project", "q"])
    #expect(other.code == .success)
  }

  @Test("What may have been sold is not bought again until somebody says so", arguments: ["yes", "unknown"])
  func doubtful(accepted: String) throws {
    try script("{answer: error, accepted: \(accepted), message: it broke off}")
    let first = bench.reframe("--model", "mock/reframe,local/reframe")
    #expect(first.code == .failure)
    #expect(first.error.contains("it broke off. The attempt att_# "))
    #expect(first.error.contains("Nothing else was bought"))
    // What is the error itself is not told twice.
    #expect(first.error.ranges(of: "it broke off").count == 1)
    #expect(bench.outputs.isEmpty)
    #expect(bench.spent() == ["mock/reframe,USD,0.01,0.01,0,0,1,0"])
    let second = bench.reframe("--model", "mock/reframe,local/reframe")
    #expect(second.code == .failure)
    #expect(second.error.contains("say --buy-again"))
    #expect(bench.outputs.isEmpty)
    try script("")
    let third = bench.reframe("--model", "mock/reframe,local/reframe", "--buy-again")
    #expect(third.code == .success)
    #expect(bench.spent() == ["mock/reframe,USD,0.02,0.01,0,0,2,0"])
  }

  @Test("Nothing is bought that has no place: a name that is taken, or that two outputs share")
  func places() throws {
    try script("", "")
    try bench.sandbox.folder.write([1], to: "out/a-9x16.png")
    let taken = bench.reframe("--model", "mock/reframe")
    #expect(taken.code == .failure)
    #expect(
      taken.error == """
        reframe: ~/a.png: ~/out/a-9x16.png exists; use --overwrite to replace it

        """)
    try bench.sandbox.picture("in/b.png")
    try bench.sandbox.picture("too/b.png")
    let rest = ["-a", "9:16", "-o", "~/out/", "--model", "mock/reframe", "-j", "1"]
    let shared = bench.command(["~/in/b.png", "~/too/b.png"] + rest)
    #expect(shared.code == .partial)
    #expect(shared.error.contains("two outputs would both be ~/out/b-9x16.jpg"))
    let file = bench.command(["~/a.png", "-a", "9:16", "-o", "~/a.png/x/", "--model", "mock/reframe"])
    #expect(file.code == .failure)
    #expect(file.error.contains("cannot write ~/a.png/x/"))
    #expect(bench.spent() == ["mock/reframe,USD,0.01,0,0,0,1,0"])
  }

  @Test("Copies of one picture are bought each for itself, and not taken for one that is bought twice")
  func copies() throws {
    try bench.write("providers: {mock: {settings: {script: [{answer: ticket, pollMilliseconds: 1}]}}}")
    for name in ["b.png", "c.png"] { try bench.sandbox.picture(name) }
    let outcome = bench.command(
      "~/a.png", "~/b.png", "~/c.png", "-a", "9:16", "-o", "~/out/", "--model", "mock/reframe", "-j", "3")
    #expect(outcome.code == .success, "\(outcome.error)")
    #expect(bench.outputs.count == 3 && bench.spent() == ["mock/reframe,USD,0.03,0,0,0,3,0"])
  }

  @Test("Some done and some failed is a code of its own")
  func partial() throws {
    try script("")
    let outcome = bench.command(
      "~/a.png", "~/missing.png", "-a", "9:16", "-o", "~/out/", "--model", "mock/reframe")
    #expect(outcome.code == .partial)
    #expect(outcome.error.hasSuffix("1 of 2 pictures done, 1 failed\n"))
  }

  @Test("A clock that is behind the ledger is told, and the budget stays as it was")
  func clock() throws {
    try script("", "budgets: {small: {limit: 0.10 USD, window: day}}")
    let later = Int64(Date().timeIntervalSince1970 * 1000) + 86_400_000 * 2
    do {
      let ledger = try Ledger(path: bench.sandbox.folder["ledger.db"])
      var attempt = Attempt(id: "att_1", job: "job_1", number: 1, model: "mock/reframe", provider: "mock")
      attempt.maximum = Money(micros: 100_000, unit: "USD")
      attempt.comparedMaximum = attempt.maximum
      try ledger.hold(attempt, at: later)
      try ledger.markSending("att_1", at: later)
      try ledger.capture("att_1", attempt.maximum, isPresumed: false, at: later)
    }
    let outcome = bench.reframe("--model", "mock/reframe")
    #expect(outcome.code == .failure)
    #expect(outcome.error.contains("clock"), "\(outcome.error)")
    #expect(outcome.error.contains("small"))
  }

  @Test(
    "A command line that makes no sense",
    arguments: [
      (
        ["--prefer", "cheapst"],
        "--prefer: 'cheapst' is none of order, cheapest, fastest, best; did you mean 'cheapest'?"
      ),
      (["--local", "none"], "--local: 'none' is none of any, first, last, never, only"),
      (["--max-cost", "-1"], "--max-cost: '-1' is not an amount in USD such as 0.05"),
      (["--max-cost", "1 EUR"], "--max-cost: '1 EUR' is not an amount in USD such as 0.05"),
      (["--deadline", "5"], "--deadline: '5' is not a duration such as 500ms, 30s, 5m or 2h"),
      (["--count", "65"], "--count: 65 is not between 1 and 64"),
      (["--route", "none"], "--route: there is no route 'none' (known: default)"),
      (
        ["--model", "reframe", "--param", "num_image=2"],
        "--param: no model of the route has a parameter 'num_image'; did you mean 'num_images'?"
      ),
    ])
  func usage(arguments: [String], message: String) {
    let outcome = bench.command(["~/a.png", "-a", "9:16", "-o", "~/out/"] + arguments)
    #expect(outcome.code == .usage)
    #expect(outcome.error == "reframe: \(message)\n")
    #expect(bench.outputs.isEmpty)
  }
}
