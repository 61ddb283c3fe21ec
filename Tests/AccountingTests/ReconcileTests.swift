@testable import Accounting
import Jobs
import ReframeSDK
import Testing
import TestSupport

@Suite("Reconciling an invoice")
struct ReconcileTests {
  private let folder: TestFolder
  private let ledger: Ledger

  init() throws {
    folder = try TestFolder()
    ledger = try Ledger(path: folder["ledger.db"], budgets: [.of(10_000, .month)])
    try ledger.buy(attempt("equal"), mills(30))
    try ledger.buy(attempt("more"), mills(30))
    try ledger.buy(attempt("presumed"), isPresumed: true)
    try ledger.hold(attempt("open"), at: morning)
    try ledger.markSending("open", at: morning)
    try ledger.accept("open", ticket: "t-open", at: morning)
    try ledger.buy(attempt("unlisted"), mills(7), at: morning + 1000)
    try ledger.buy(attempt("elsewhere", provider: "fashn"), mills(7))
    try ledger.hold(attempt("released"), at: morning)
    try ledger.release("released", reason: "", at: morning)
    try ledger.buy(attempt("tomorrow"), mills(7), at: morning + 86_400_000)
  }

  private let csv = """
    date,attempt,amount,unit
    2026-11-24,equal,0.03,USD
    2026-11-24,more,0.05,USD
    2026-11-24,presumed,0.08,USD
    2026-11-24,open,0.03,USD
    2026-11-24,stranger,0.01,USD
    2026-11-24,released,0.02,USD
    """

  private func reconcile(_ csv: String, provider: String? = nil, isDryRun: Bool = false) throws
    -> Reconciliation
  {
    var options = ReconciliationOptions()
    options.provider = provider
    options.isDryRun = isDryRun
    return try ledger.reconcile(try Invoice(csv: Array(csv.utf8), unit: "USD"), options, at: morning)
  }

  @Test("A vendor's id is found in a ticket that holds more")
  func vendorID() throws {
    let tickets = ["long": #"{"id": "job-54", "size": 1}"#, "other": #"{"id": "job-5", "size": 54}"#]
    for (id, ticket) in tickets {
      try ledger.hold(attempt(id), at: morning)
      try ledger.markSending(id, at: morning)
      try ledger.accept(id, ticket: ticket, at: morning)
      try ledger.capture(id, mills(30), isPresumed: false, at: morning)
    }
    let answer = try reconcile("ticket,amount\njob-54,0.03\njob-5,0.04\n54,0.01\n")
    #expect(answer.equal.map(\.attempt) == ["long"])
    #expect(answer.adjusted.map(\.attempt) == ["other"])
    #expect(answer.unknown.map(\.ticket) == ["54"])
    #expect(try reconcile("attempt,ticket,amount\nlong,job-54,0.03\n").equal.count == 1)
  }

  private func fault(_ csv: String, provider: String? = nil) -> String {
    do {
      _ = try reconcile(csv, provider: provider)
      return "no error"
    } catch {
      return (error as? ReframeError)?.message ?? "\(error)"
    }
  }

  @Test("Books differences once, confirms what was presumed, and reports what it cannot book")
  func books() throws {
    let answer = try reconcile(csv, provider: "luma")
    #expect(answer.equal.map(\.attempt) == ["equal"])
    #expect(answer.adjusted.map(\.attempt) == ["more", "presumed", "released"])
    #expect(answer.adjusted.map(\.booked) == [mills(30), mills(100), mills(0)])
    #expect(answer.adjusted.map(\.wasPresumed) == [false, true, false])
    #expect(answer.unfinished.map(\.attempt) == ["open"])
    #expect(answer.unknown.map(\.line) == [6])
    #expect(answer.missing.map(\.attempt) == ["unlisted"])
    let total = try #require(try ledger.reader.spend(by: .provider).last)
    #expect(total.name == "luma")
    #expect(
      (total.spent, total.unconfirmed, total.adjusted) == (
        30_000 + 50_000 + 80_000 + 20_000 + 14_000, 0, 20_000
      ))
    #expect(try ledger.reader.audit().isEmpty)

    let again = try reconcile(csv, provider: "luma")
    #expect(again.equal.map(\.attempt) == ["equal", "more", "presumed", "released"])
    #expect(again.adjusted.isEmpty)
    #expect(try ledger.reader.spend(by: .provider).last == total)
  }

  @Test("A corrected invoice is booked as a further difference")
  func corrected() throws {
    _ = try reconcile("attempt,amount\nmore,0.05")
    _ = try reconcile("attempt,amount\nmore,0.01")
    let match = try #require(try reconcile("attempt,amount\nmore,0.01").equal.first)
    #expect(match.booked == mills(10))
    #expect(try ledger.reader.audit().isEmpty)
  }

  @Test("A dry run answers the same and books nothing")
  func dryRun() throws {
    let before = try ledger.reader.spend(by: .provider)
    let answer = try reconcile(csv, provider: "luma", isDryRun: true)
    #expect(try ledger.reader.spend(by: .provider) == before)
    #expect(try reconcile(csv, provider: "luma") == answer)
  }

  @Test("Budgets count what the invoice says")
  func budget() throws {
    _ = try reconcile("attempt,amount\nmore,9.5")
    #expect(try ledger.refusal(attempt("big", 300))?.hasPrefix("budget 'team' has 0.249 USD left") == true)
  }

  @Test("Tickets name attempts too")
  func tickets() throws {
    try ledger.capture("open", mills(30), isPresumed: false, at: morning)
    #expect(try reconcile("ticket,amount\nt-open,0.03").equal.map(\.attempt) == ["open"])
    #expect(
      fault("attempt,ticket,amount\nopen,other,0.03")
        == "line 2: attempt open has the ticket t-open, not other")
    #expect(
      fault("attempt,ticket,amount\nopen,,0.03\n,t-open,0.03")
        == "line 3: attempt open is charged twice, first in line 2; remove one")
    try ledger.hold(attempt("same", provider: "fashn"), at: morning)
    try ledger.markSending("same", at: morning)
    try ledger.accept("same", ticket: "t-open", at: morning)
    #expect(
      fault("ticket,amount\nt-open,0.03")
        == "line 2: 2 attempts have the ticket t-open; give --provider or the attempt")
    #expect(try reconcile("ticket,amount\nt-open,0.03", provider: "luma").equal.map(\.attempt) == ["open"])
  }

  @Test("A fault anywhere books nothing, and names its line")
  func faults() throws {
    let before = try ledger.reader.spend(by: .provider)
    #expect(
      fault("attempt,amount,unit\nmore,0.05,USD\nequal,3,credits/luma")
        == "line 3: attempt equal is booked in USD, not in credits/luma; give the amount in USD")
    #expect(
      fault("attempt,amount\nmore,0.05\nelsewhere,1", provider: "luma")
        == "line 3: attempt elsewhere was made at fashn, not at luma")
    #expect(try ledger.reader.spend(by: .provider) == before)
  }
}

@Suite("Invoices as comma-separated values")
struct InvoiceTests {
  private func fault(_ csv: String, unit: String? = "USD") -> String {
    do {
      _ = try Invoice(csv: Array(csv.utf8), unit: unit)
      return "no error"
    } catch {
      return error.message
    }
  }

  @Test("Quotes, line ends, a byte order mark, empty lines and other columns are read as RFC 4180 says")
  func reads() throws {
    let text = "\u{feff}Note, Attempt ,AMOUNT\r\n\"a \"\"b\"\"\nc, d\",\"att_1\",0.5\r\n\r\n,att_2,1\r\n"
    let invoice = try Invoice(csv: Array(text.utf8), unit: "USD")
    #expect(
      invoice.lines == [
        Invoice.Line(line: 2, attempt: "att_1", ticket: nil, amount: Money(micros: 500_000, unit: "USD")),
        Invoice.Line(line: 5, attempt: "att_2", ticket: nil, amount: Money(micros: 1_000_000, unit: "USD")),
      ])
  }

  @Test("A line's own unit goes before the usual one")
  func units() throws {
    let invoice = try Invoice(csv: Array("attempt,amount,unit\na,1,credits/x\nb,2,".utf8), unit: "USD")
    #expect(invoice.lines.map(\.amount.unit) == ["credits/x", "USD"])
  }

  @Test(
    "Every fault is named with its line",
    arguments: [
      ("", "the invoice is empty"),
      ("a,b\n", "line 1: no column is called 'attempt' or 'ticket'; the first line names the columns"),
      ("attempt,price\n", "line 1: no column is called 'amount'; the first line names the columns"),
      ("attempt,amount,amount\n", "line 1: the column 'amount' is there twice"),
      ("attempt,amount\na,1,2", "line 2: has 3 fields instead of 2"),
      ("attempt,amount\na,1.5e3", "line 2: '1.5e3' is not a decimal amount such as 0.005"),
      ("attempt,amount\na,0.1234567", "line 2: '0.1234567' has more than six decimals"),
      ("attempt,amount\na,-1", "line 2: the amount is negative (-1 USD)"),
      ("attempt,amount\na,$1", "line 2: '$1' is not a decimal amount such as 0.005"),
      ("attempt,amount\na,", "line 2: '' is not a decimal amount such as 0.005"),
      ("attempt,amount\na,99999999999", "line 2: the amount is more than can be booked (99999999999 USD)"),
      ("attempt,amount\n\n,1", "line 3: names neither an attempt nor a ticket"),
      ("attempt,amount\na,1\nb,1\na,1", "line 4: attempt a is charged twice, first in line 2; remove one"),
      ("attempt,amount\n\"a,1\nb,2", "line 2: a quote is not closed"),
      ("attempt,amount\n\"a\"b,1", "line 2: text follows a closing quote"),
      ("attempt,amount\na\"b,1", "line 2: a quote stands inside a field that is not quoted"),
      ("attempt,amount\na\0,1", "line 2: it is not UTF-8 text"),
    ])
  func faults(_ csv: String, _ message: String) {
    #expect(fault(csv) == message)
  }

  @Test("A unit has to come from somewhere")
  func noUnit() {
    #expect(
      fault("attempt,amount\na,1", unit: nil)
        == "line 1: no column is called 'unit'; add one or give --unit, as in --unit USD")
    #expect(
      fault("attempt,amount,unit\na,1,", unit: nil)
        == "line 2: has no unit; add it or give --unit, as in --unit USD")
  }

  @Test("Bytes of any kind are read or refused, never worse", arguments: 0..<200)
  func hostile(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let alphabet = Array("attempt,amount\r\n\"0.1,;\u{0}é".utf8) + [0xff]
    let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
      alphabet.randomElement(using: &generator) ?? 0
    }
    _ = try? Invoice(csv: bytes, unit: "USD")
    _ = try? Invoice(csv: Array("attempt,amount\n".utf8) + bytes, unit: "USD")
  }
}
