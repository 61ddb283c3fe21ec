import ReframeSDK
import Testing

@testable import Catalogue

@Suite("A price book")
struct PriceBookTests {
  private static let table = """
    {"when": {"m": "a", "s": "1"}, "amount": "1"}, {"when": {"m": "a", "s": "2"}, "amount": "2"},
    {"when": {"m": "b", "s": "1"}, "amount": "3"}
    """
  private static let last = #", {"when": {"m": "b", "s": "2"}, "amount": "unknown"}"#

  @Test("is read with its rules, amounts exact")
  func read() throws {
    let book = try PriceBook(
      Book.text(
        unit: "\"credits/v\"", valid: #"{"from": "2026-01-01", "until": "2026-07-01"}"#,
        more: #", "rate": {"name": "by hand", "unit": "USD", "amount": "0.075"}, "sources": ["https://a"]"#))
    #expect(book.id == "b" && book.version == "1" && book.unit == "credits/v")
    #expect(book.rate?.amount == Money(micros: 75_000, unit: "USD"))
    let rule = try #require(book.rules["r"])
    #expect(rule.prices == [.init(amount: "0.01")])
    #expect(rule.book == "b" && rule.version == "1" && rule.unit == "credits/v" && rule.per == "run")
    for (day, isValid) in [
      ("2025-12-31", false), ("2026-01-01", true), ("2026-06-30", true), ("2026-07-01", false),
    ] {
      #expect(book.isValid(on: try #require(CalendarDay(day))) == isValid)
    }
  }

  @Test("may have prices that are not known, and substitutes for every case")
  func table() throws {
    let omitted = """
      [{"parameter": "m", "when": {"s": "1"}, "value": "a"}, {"parameter": "m", "when": {"s": "2"}, "value": "b"}]
      """
    let rule = try #require(
      try PriceBook(Book.text(prices: Self.table + Self.last, omitted: omitted)).rules["r"])
    #expect(rule.prices.count == 4)
    #expect(try rule.unitPrice(for: .object(["s": .string("1")])).expected?.decimal == "1")
    #expect(try rule.unitPrice(for: .object(["s": .string("2")])).expected == nil)
  }

  static let faults: [(String, String)] = [
    ("{", "1:2: expected the name of a member in double quotes, and the text ends"),
    ("[]", "expected an object"),
    ("{}", "'schema' is missing"),
    (#"{"schema": "reframe.price-book/2"}"#, "schema: this host reads reframe.price-book/1"),
    (Book.text(id: ""), "id: expected a text"),
    (
      Book.text(unit: "\"EURO\""),
      "unit: 'EURO' is no known unit; use credits/v or one of AUD, CAD, CHF, CNY, EUR, GBP, INR, JPY, USD"
    ),
    (
      Book.text(unit: "\"credits/w\""),
      "unit: 'credits/w' is no known unit; use credits/v or one of AUD, CAD, CHF, CNY, EUR, GBP, INR, JPY, USD"
    ),
    (Book.text(unit: "7"), "unit: expected a text"),
    (Book.text(valid: #"{"from": "2026-02-30"}"#), "valid.from: '2026-02-30' is no day such as 2026-04-06"),
    (
      Book.text(valid: #"{"from": "2026-02-01", "until": "2026-02-01"}"#),
      "valid.until: 2026-02-01 does not come after 2026-02-01"
    ),
    (
      Book.text(prices: #"{"amount": 0.01}"#),
      "rules.r.prices[0].amount: write the amount as a text such as \"0.005\"; a JSON number is not exact"
    ),
    (
      Book.text(prices: #"{"amount": 1}"#),
      "rules.r.prices[0].amount: write the amount as a text such as \"0.005\"; a JSON number is not exact"
    ),
    (
      Book.text(prices: #"{"amount": "0.0000001"}"#),
      "rules.r.prices[0].amount: '0.0000001' has more than six decimals"
    ),
    (Book.text(prices: #"{"amount": "-1"}"#), "rules.r.prices[0].amount: -1 is negative"),
    (
      Book.text(prices: #"{"amount": "1e2"}"#),
      "rules.r.prices[0].amount: '1e2' is not a decimal amount such as 0.005"
    ),
    (
      Book.text(prices: #"{"amount": "99999999999999"}"#),
      "rules.r.prices[0].amount: '99999999999999' is more than can be counted in millionths"
    ),
    (Book.text(prices: #"{"amount": null}"#), "rules.r.prices[0]: 'amount' is missing"),
    (
      Book.text(prices: #"{"amount": "2", "maximum": "1"}"#),
      "rules.r.prices[0].maximum: 1 is less than the amount 2"
    ),
    (
      Book.text(prices: #"{"amount": "unknown", "maximum": "1"}"#),
      "rules.r.prices[0].maximum: an unknown price has no maximum"
    ),
    (
      Book.text(prices: #"{"amount": "1", "maximun": "1"}"#),
      "rules.r.prices[0].maximun: there is no such member; did you mean 'maximum'? (known: when, amount, maximum)"
    ),
    (
      Book.text(prices: #"{"when": {"a": [1]}, "amount": "1"}"#),
      "rules.r.prices[0].when.a: expected a text, a number, true or false"
    ),
    (Book.text(prices: ""), "rules.r: gap: there is no price for every job"),
    (Book.text(prices: table), "rules.r: gap: there is no price for m=b, s=2"),
    (Book.text(prices: table + last + last), "rules.r.prices[4]: overlap: there are two prices for m=b, s=2"),
    (
      Book.text(prices: #"{"amount": "1"}, {"amount": "1"}"#),
      "rules.r.prices[1]: overlap: there are two prices for every job"
    ),
    (
      Book.text(prices: #"{"when": {"a": 1}, "amount": "1"}, {"amount": "1"}"#),
      "rules.r.prices[1]: gap: this price leaves 'a' open, and others depend on it"
    ),
    (
      Book.text(prices: table + last, omitted: #"[{"parameter": "m", "when": {"s": "1"}, "value": "a"}]"#),
      "rules.r: gap: nothing says what an omitted 'm' counts as for s=2"
    ),
    (
      Book.text(
        prices: table + last,
        omitted: #"[{"parameter": "m", "value": "a"}, {"parameter": "m", "when": {"s": "2"}, "value": "b"}]"#),
      "rules.r: overlap: it is said 2 times what an omitted 'm' counts as for s=2"
    ),
    (
      Book.text(prices: table + last, omitted: #"[{"parameter": "m", "value": "z"}]"#),
      "rules.r.omitted[0]: there is no price for m=z"
    ),
    (
      Book.text(prices: table + last, omitted: #"[{"parameter": "m", "when": {"s": "9"}, "value": "a"}]"#),
      "rules.r.omitted[0]: no price depends on s=9"
    ),
    (
      Book.text(more: #", "rate": {"name": "x", "unit": "USD", "amount": "1"}"#),
      "rate.unit: 'USD' is not another currency; use one of AUD, CAD, CHF, CNY, EUR, GBP, INR, JPY, USD"
    ),
  ]

  @Test("may not have a rate of nothing")
  func noRate() {
    let book = Book.text(
      unit: "\"credits/v\"", more: #", "rate": {"name": "x", "unit": "USD", "amount": "0"}"#)
    #expect(
      throws: ReframeError(.invalidArgument, "rate.amount: a rate of 0 would make everything look free")
    ) { try PriceBook(book) }
  }

  @Test("that is wrong is refused with the place", arguments: faults)
  func wrong(text: String, fault: String) {
    #expect(throws: ReframeError(.invalidArgument, fault)) { try PriceBook(text) }
  }

  @Test("with more combinations than anybody prices is refused, not gone through")
  func explosion() {
    let names = (0..<40).map { "\"p\($0)\"" }
    let prices = ["1", "2"].map { value in
      "{\"when\": {\(names.map { "\($0): \"\(value)\"" }.joined(separator: ", "))}, \"amount\": \"1\"}"
    }
    #expect(
      throws: ReframeError(
        .invalidArgument, "rules.r: at most 1000 prices, and combinations of conditions, are read")
    ) { try PriceBook(Book.text(prices: prices.joined(separator: ", "))) }
  }
}
