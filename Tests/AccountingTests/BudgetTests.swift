@testable import Accounting
import Jobs
import ReframeSDK
import Testing
import TestSupport

@Suite("Budgets")
struct BudgetTests {
  private let folder: TestFolder
  private var path: String { folder["ledger.db"] }

  init() throws { folder = try TestFolder() }

  @Test("What does not fit any more is refused with what is left and when it opens again")
  func refusal() throws {
    let ledger = try Ledger(path: path, budgets: [.of(250, .month)])
    try ledger.buy(attempt("a"), mills(60))
    try ledger.hold(attempt("b"), at: morning)
    #expect(
      try ledger.refusal(attempt("c")) == """
        budget 'team' has 0.09 USD left of 0.25 USD this month, and photon-1 may cost 0.1 USD; 0.1 USD is held for \
        runs under way; it opens again on 2026-12-01 00:00 UTC
        """)
    #expect(try ledger.refusal(attempt("d", 90)) == nil)
    #expect(try ledger.refusal(attempt("e", 1)) != nil)
    #expect(try ledger.refusal(attempt("free", 0)) == nil)
    #expect(try ledger.refusal(attempt("next"), at: morning + 7 * 86_400_000) == nil)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("A budget for good says that it does not open again")
  func total() throws {
    let ledger = try Ledger(path: path, budgets: [.of(0)])
    #expect(
      try ledger.refusal(attempt("a")) == """
        budget 'team' has 0 USD left of 0 USD, and photon-1 may cost 0.1 USD; it does not open again: raise it to go on
        """)
  }

  @Test("Released money can be held again")
  func release() throws {
    let ledger = try Ledger(path: path, budgets: [.of(100)])
    try ledger.hold(attempt("a"), at: morning)
    #expect(try ledger.refusal(attempt("b")) != nil)
    try ledger.release("a", reason: "", at: morning)
    #expect(try ledger.refusal(attempt("b")) == nil)
  }

  @Test(
    "Each filter counts what it names",
    arguments: [
      Budget.Filter(key: "k"), Budget.Filter(project: "p"), Budget.Filter(provider: "fashn"),
      Budget.Filter(model: "reframe"),
    ])
  func filters(_ filter: Budget.Filter) throws {
    let ledger = try Ledger(path: path, budgets: [.of(100, .total, filter)])
    let matching = { (id: String) in
      attempt(id, model: "reframe", provider: "fashn", key: "k", project: "p")
    }
    for number in 0..<3 { try ledger.buy(attempt("other\(number)")) }
    #expect(try ledger.refusal(matching("a")) == nil)
    #expect(try ledger.refusal(matching("b")) != nil)
  }

  @Test("Every budget that applies has to have enough left, and a refused hold takes nothing of the others")
  func several() throws {
    let small = Budget(name: "small", limit: mills(150), window: .day, filter: .init(project: "p"))
    let ledger = try Ledger(path: path, budgets: [.of(1000), small])
    try ledger.hold(attempt("a", project: "p"), at: morning)
    #expect(
      try ledger.refusal(attempt("b", project: "p"))?.hasPrefix("budget 'small' has 0.05 USD left") == true)
    #expect(try ledger.refusal(attempt("c", 900)) == nil)
    #expect(try ledger.refusal(attempt("d", 1))?.hasPrefix("budget 'team' has 0 USD left") == true)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("Two budgets of one scope share a count, and the smaller limit holds")
  func sameScope() throws {
    var second = Budget.of(100)
    second.name = "tighter"
    let ledger = try Ledger(path: path, budgets: [.of(1000), second])
    try ledger.hold(attempt("a"), at: morning)
    #expect(try ledger.refusal(attempt("b", 1))?.hasPrefix("budget 'tighter'") == true)
  }

  @Test("An unknown price and a missing rate are refused in words")
  func unknown() throws {
    let ledger = try Ledger(path: path, budgets: [.of(1000)])
    #expect(
      try ledger.refusal(attempt("a", nil)) == """
        the price of photon-1 is not known, and budget 'team' limits what may be spent on it: give it a price in a \
        price book, or choose another model
        """)
    var credits = attempt("b")
    credits.maximum = Money(micros: 3_000_000, unit: "credits/fashn")
    #expect(
      try ledger.refusal(credits) == """
        photon-1 is paid in credits/fashn and budget 'team' counts USD: set the rate of credits/fashn in USD, or give \
        it a budget in credits/fashn
        """)
    credits.comparedMaximum = mills(225)
    #expect(try ledger.refusal(credits) == nil)
    try ledger.markSending("b", at: morning)
    try ledger.capture("b", Money(micros: 1_000_000, unit: "credits/fashn"), isPresumed: false, at: morning)
    #expect(try ledger.refusal(attempt("c", 925)) == nil)
    #expect(try ledger.refusal(attempt("d", 1)) != nil)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("A budget counts what was spent before it was set up, and what processes spend that do not know it")
  func backfill() throws {
    let ignorant = try Ledger(path: path)
    try ignorant.buy(attempt("a"))
    try ignorant.hold(attempt("b"), at: morning)
    let ledger = try Ledger(path: path, budgets: [.of(400, .day)])
    try ignorant.buy(attempt("c"), mills(50))
    #expect(
      try ledger.refusal(attempt("d", 151))?.hasPrefix("budget 'team' has 0.15 USD left of 0.4 USD") == true)
    #expect(try ledger.refusal(attempt("e", 150)) == nil)
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("Bad budgets are refused before the file is made")
  func bad() throws {
    var unnamed = Budget.of(1)
    unnamed.name = ""
    let negative = ReframeError(.invalidArgument, "budget 'team' is negative (-0.001 USD); give 0 or more")
    #expect(throws: negative) { _ = try Ledger(path: path, budgets: [.of(-1)]) }
    #expect(throws: ReframeError(.invalidArgument, "two budgets are called 'team'; rename one")) {
      _ = try Ledger(path: path, budgets: [.of(1), .of(2)])
    }
    #expect(throws: ReframeError.self) { _ = try Ledger(path: path, budgets: [unnamed]) }
    #expect(folder.names.isEmpty)
  }

  @Test("A clock that jumps back opens neither a fresh window nor the old one, and says so")
  func clockBack() throws {
    let ledger = try Ledger(path: path, budgets: [.of(100, .day)])
    try ledger.buy(attempt("yesterday"), at: morning - 86_400_000)
    try ledger.buy(attempt("today"), at: morning)
    #expect(ledger.clockWarning == nil)
    for days: Int64 in 1...3 {
      #expect(
        try ledger.refusal(attempt("back\(days)"), at: morning - days * 86_400_000) == """
          budget 'team' has 0 USD left of 0.1 USD today, and photon-1 may cost 0.1 USD; it opens again on \
          2026-11-25 00:00 UTC (the clock went back: it says 2026-11-\(24 - days) 10:00 UTC, and the ledger has seen \
          2026-11-24 10:00 UTC)
          """)
    }
    #expect(
      ledger.clockWarning == """
        this machine's clock says 2026-11-21 10:00 UTC, but the ledger has seen 2026-11-24 10:00 UTC; budgets go by \
        the later time: set the clock
        """)
    #expect(try ledger.refusal(attempt("tomorrow"), at: morning + 86_400_000) == nil)
    #expect(ledger.clockWarning == nil)
    #expect(try Ledger(path: path, budgets: [.of(100, .day)]).refusal(attempt("again"), at: morning) != nil)
  }

  @Test("50 threads at a budget for 10: exactly 10 hold, and the ledger agrees")
  func burst() throws {
    let ledgers = [
      try Ledger(path: path, budgets: [.of(1000)]), try Ledger(path: path, budgets: [.of(1000)]),
    ]
    let refusals = Threads.map(50) { number in
      Result { try ledgers[number % 2].refusal(attempt("a\(number)")) != nil }
    }
    #expect(refusals.count { (try? $0.get()) == false } == 10)
    #expect(refusals.count { (try? $0.get()) == true } == 40)
    #expect(try ledgers[0].total?.held == 1_000_000)
    #expect(try ledgers[1].reader.audit().isEmpty)
  }
}
