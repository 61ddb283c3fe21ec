@testable import Accounting
import Jobs
import ReframeSDK
import Testing
import TestSupport

@Suite("The ledger")
struct LedgerTests {
  private let folder: TestFolder
  private let ledger: Ledger

  init() throws {
    folder = try TestFolder()
    ledger = try Ledger(path: folder["ledger.db"])
  }

  @Test("Holds, then captures, and what was held beyond that is free again")
  func capture() throws {
    try ledger.hold(attempt("a"), at: morning)
    #expect(try ledger.total?.held == 100_000)
    try ledger.markSending("a", at: morning)
    try ledger.accept("a", ticket: "t1", at: morning)
    try ledger.capture("a", mills(30), isPresumed: false, at: morning)
    let total = try #require(try ledger.total)
    #expect((total.held, total.spent, total.runs, total.unit) == (0, 30_000, 1, "USD"))
    #expect(try ledger.reader.audit().isEmpty)
    let booked = try #require(try ledger.reader.attempt("a"))
    #expect(booked.state == .captured && booked.ticket == "t1" && booked.attempt == attempt("a"))
  }

  @Test("Releases everything that was held")
  func release() throws {
    try ledger.hold(attempt("a"), at: morning)
    try ledger.release("a", reason: "cancelled", at: morning)
    #expect(try ledger.total == nil)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("A repeated step with the same outcome is no fault, another one is")
  func repeats() throws {
    for _ in 0..<2 { try ledger.hold(attempt("a"), at: morning) }
    for _ in 0..<2 { try ledger.markSending("a", at: morning) }
    for _ in 0..<2 { try ledger.accept("a", ticket: "t", at: morning) }
    #expect(throws: ReframeError.self) { try ledger.accept("a", ticket: "other", at: morning) }
    for _ in 0..<2 { try ledger.capture("a", mills(30), isPresumed: false, at: morning) }
    #expect(throws: ReframeError(.invalidArgument, "attempt a is captured and cannot be captured")) {
      try ledger.capture("a", mills(31), isPresumed: false, at: morning)
    }
    #expect(throws: ReframeError(.invalidArgument, "attempt a is captured and cannot be released")) {
      try ledger.release("a", reason: "", at: morning)
    }
    #expect(throws: HoldRefusal.failed(ReframeError(.invalidArgument, "attempt a is booked already"))) {
      try ledger.hold(attempt("a"), at: morning)
    }
    #expect(try ledger.total?.spent == 30_000)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("Nothing is captured or accepted that was not sent")
  func order() throws {
    try ledger.hold(attempt("a"), at: morning)
    #expect(throws: ReframeError(.invalidArgument, "attempt a is held and cannot be captured")) {
      try ledger.capture("a", nil, isPresumed: false, at: morning)
    }
    #expect(throws: ReframeError(.invalidArgument, "attempt a is held and cannot be accepted")) {
      try ledger.accept("a", ticket: "t", at: morning)
    }
    let missing = ReframeError(.notFound, "the ledger '\(ledger.path)' has no attempt b")
    #expect(throws: missing) { try ledger.markSending("b", at: morning) }
  }

  @Test("A charge above what was held is booked as it is and flagged")
  func overcharge() throws {
    try ledger.buy(attempt("a"), mills(150))
    let total = try #require(try ledger.total)
    #expect((total.spent, total.overcharged) == (150_000, 1))
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("A charge in another unit than was held leaves both units at zero")
  func otherUnit() throws {
    try ledger.buy(attempt("a"), Money(micros: 2_000_000, unit: "credits/luma"))
    let totals = try ledger.reader.spend(by: .provider)
    #expect(totals.map(\.unit) == ["credits/luma"])
    #expect(totals.first?.spent == 2_000_000)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("Negative and uncountable amounts are refused, and nothing of them is booked")
  func badAmounts() throws {
    for micros in [-1, Int64.min, Int64.max] {
      var bad = attempt("a")
      bad.maximum = Money(micros: micros, unit: "USD")
      #expect(throws: HoldRefusal.self) { try ledger.hold(bad, at: morning) }
    }
    #expect(try ledger.reader.attempt("a") == nil)
    try ledger.hold(attempt("a"), at: morning)
    try ledger.markSending("a", at: morning)
    #expect(throws: ReframeError(.invalidArgument, "what attempt a cost is negative (-0.001 USD)")) {
      try ledger.capture("a", mills(-1), isPresumed: false, at: morning)
    }
    #expect(try ledger.total?.held == 100_000)
  }

  @Test("A charge that nobody knows is booked as unconfirmed, not as nothing")
  func unknownCharge() throws {
    try ledger.buy(attempt("a", nil, fingerprint: "f"))
    let total = try #require(try ledger.total)
    #expect((total.unit, total.spent, total.runs) == ("", 0, 1))
    #expect(try ledger.unconfirmed("f")?.attempt.id == "a")
  }

  @Test("An unfinished attempt with the same fingerprint is not bought again; a finished one may be")
  func fingerprints() throws {
    try ledger.hold(attempt("a", fingerprint: "f"), at: morning)
    let known = try #require(try ledger.reader.attempt("a"))
    #expect(throws: HoldRefusal.unfinished(known)) {
      try ledger.hold(attempt("b", fingerprint: "f"), at: morning)
    }
    try ledger.hold(attempt("c"), at: morning)
    try ledger.hold(attempt("d"), at: morning)
    try ledger.release("a", reason: "", at: morning)
    try ledger.hold(attempt("b", fingerprint: "f"), at: morning)
  }

  @Test("The usual duration is the median of the last 20 that were paid for, from the third on")
  func median() throws {
    func run(_ id: String, _ milliseconds: Int64, isPresumed: Bool = false) throws {
      try ledger.hold(attempt(id), at: morning)
      try ledger.markSending(id, at: morning)
      try ledger.capture(id, nil, isPresumed: isPresumed, at: morning + milliseconds)
    }
    try run("a", 1000)
    try run("b", 9000)
    try run("presumed", 90_000, isPresumed: true)
    #expect(try ledger.reader.medianSeconds(model: "photon-1") == nil)
    try run("c", 2500)
    #expect(try ledger.reader.medianSeconds(model: "photon-1") == 2.5)
    try run("d", 3500)
    #expect(try ledger.reader.medianSeconds(model: "photon-1") == 3)
    for number in 0..<20 { try run("later\(number)", 60_000 + Int64(number)) }
    #expect(try ledger.reader.medianSeconds(model: "photon-1") == 60.0095)
    #expect(try ledger.reader.medianSeconds(model: "other") == nil)
  }

  @Test("Entries are never changed or deleted, and a settled attempt stays settled")
  func appendOnly() throws {
    try ledger.buy(attempt("a"))
    let connection = try Connection(path: ledger.path, isReadOnly: false)
    for sql in [
      "UPDATE entries SET amount = 1", "DELETE FROM entries", "DELETE FROM attempts",
      "UPDATE attempts SET state = 'held'",
    ] {
      #expect(throws: ReframeError.self) { try connection.script(sql) }
    }
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("A step that fails among many at once spoils none of the others")
  func together() throws {
    for number in 0..<20 { try ledger.hold(attempt("a\(number)"), at: morning) }
    let outcomes = Threads.map(40) { [ledger] number in
      // The second half has never been held.
      (number, (try? ledger.markSending("a\(number)", at: morning)) != nil)
    }
    for (number, isDone) in outcomes { #expect(isDone == (number < 20)) }
    #expect(try ledger.reader.open().count { $0.booked.state == .sending } == 20)
  }

  @Test("The audit names what does not add up")
  func audit() throws {
    let budgeted = try Ledger(path: folder["ledger.db"], budgets: [.of(1000)])
    try budgeted.buy(attempt("a"))
    let connection = try Connection(path: ledger.path, isReadOnly: false)
    try connection.script("INSERT INTO entries VALUES (1, 'adjust', 1, 'spent', 'USD', 5000, 0)")
    try connection.script("UPDATE counters SET spent = 7")
    #expect(
      try ledger.reader.audit() == [
        "all entries in USD sum to 0.005 USD instead of 0",
        "attempt a: its adjust sums to 0.005 USD instead of 0",
        "attempt a is captured and should hold 0 USD and have spent 0.1 USD, but its entries hold 0 USD and have "
          + "spent 0.105 USD",
        "the budget count by total from 1970-01-01 00:00 UTC says 0 USD held and 0.000007 USD spent instead of "
          + "0 USD held and 0.1 USD spent",
      ])
  }
}
