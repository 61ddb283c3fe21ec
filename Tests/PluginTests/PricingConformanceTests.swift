import CReframe
import Hosting
import Loading
import ReframeSDK
import Testing
import TestSupport

/// What every pricing calculator must do, tried through its library.
@Suite("Every pricing calculator")
struct PricingConformanceTests {
  /// By id, and a price list that it can work with.
  static let calculators: [(id: String, prices: [PricingRule.Price])] = [
    ("fixed", [.init(amount: "0.005")]), ("free", [.init(amount: "0")]),
    ("value-match", [.init(when: ["model": .string("a")], amount: "0.01", maximum: "0.02")]),
    ("credit-table", [.init(when: ["model": .string("a")], amount: "3")]),
    ("per-second", [.init(amount: "0.12")]), ("per-megapixel", [.init(amount: "0.0015")]),
  ]

  let host: Host

  init() throws {
    host = Host(HostConfiguration(explicit: [try TestBundles.priced().path], environment: [:]))
  }

  private func card(_ id: String, _ prices: [PricingRule.Price]) throws -> ModelCard {
    var rule = PricingRule(
      calculator: id, name: "rule", book: "book", version: "7", unit: "credits/test", per: "run")
    rule.prices = prices
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    card.pricing = try rule.json()
    return card
  }

  private func job(_ count: Int = 1) throws -> ReframeJob {
    let square = try #require(AspectRatio("1:1"))
    var job = ReframeJob(
      model: "m", outputs: [OutputRequest(aspect: square, size: PixelSize(width: 1000, height: 1000))])
    job.parameters = .object(["model": .string("a")])
    job.source = SourceDescription()
    job.source?.durationMilliseconds = 1000
    job.imageCount = count
    return job
  }

  @Test(
    "quotes in the book's unit, names rule and version, and answers the same again", arguments: calculators)
  func quotes(id: String, prices: [PricingRule.Price]) throws {
    let card = try card(id, prices)
    let quote = try host.quote(try job(), card: card)
    #expect(quote.rule == "book/rule" && quote.version == "7")
    let expected = try #require(quote.expected)
    let maximum = try #require(quote.maximum)
    #expect(expected.unit == "credits/test" && maximum.unit == "credits/test")
    #expect(expected == (try Money(decimal: prices[0].amount, unit: "credits/test")))
    #expect(maximum.micros >= expected.micros)
    #expect(try host.quote(try job(), card: card) == quote)
  }

  @Test(
    "asks for as many times more for as many more, and the lines sum to the amount", arguments: calculators)
  func proportional(id: String, prices: [PricingRule.Price]) throws {
    let card = try card(id, prices)
    let one = try #require(try host.quote(try job(), card: card).expected)
    var generator = SplitMix64(seed: 11)
    for _ in 0..<40 {
      let count = Int.random(in: 1...1_000_000, using: &generator)
      let quote = try host.quote(try job(count), card: card)
      #expect(quote.expected == one.multiplied(by: count))
      let sum = quote.lines.reduce(Money(micros: 0, unit: "credits/test") as Money?) { $0?.adding($1.amount) }
      #expect(sum == quote.expected)
    }
  }

  @Test("refuses the rule of another", arguments: calculators)
  func foreign(id: String, prices: [PricingRule.Price]) throws {
    var card = try card("other", prices)
    let calculator = try host.calculator(id)
    let (request, text) = (try JSON.encode(try job()), try JSON.encode(card))
    let error = #expect(throws: ReframeError.self) {
      _ = try Sink.collect { (sink) throws(ReframeError) in
        try RawCall.run { error in
          calculator.call { table in
            request.withText { request in
              text.withText { table.quote(table.instance, request, $0, sink, error) }
            }
          }
        }
      }
    }
    #expect(error?.kind == .unsupported)
    card.pricing = .null
    #expect(throws: ReframeError.self) { try host.quote(try job(), card: card) }
  }

  @Test("gives no amount for an unknown price", arguments: calculators.filter { $0.id != "free" })
  func unknown(id: String, prices: [PricingRule.Price]) throws {
    let card = try card(id, prices.map { .init(when: $0.when, amount: "unknown") })
    let quote = try host.quote(try job(), card: card)
    #expect(quote.expected == nil && quote.maximum == nil && quote.lines.isEmpty)
    #expect(quote.note?.isEmpty == false)
  }

  @Test(
    "reports what does not fit instead of a wrong amount", arguments: calculators.filter { $0.id != "free" })
  func overflow(id: String, prices: [PricingRule.Price]) throws {
    let huge = try card(id, prices.map { .init(when: $0.when, amount: "9223372036854.775807") })
    #expect(try host.quote(try job(), card: huge).expected?.micros == .max)
    #expect(throws: ReframeError.self) { try host.quote(try job(2), card: huge) }
    var many = try job(.max)
    many.outputs += many.outputs
    #expect(try host.quote(many, card: try card(id, prices)).expected == nil)
  }

  @Test("refuses negative and inexact amounts", arguments: calculators)
  func hostile(id: String, prices: [PricingRule.Price]) throws {
    for amount in ["-1", "1e3", "0.0000001", ""] {
      let card = try card(id, prices.map { .init(when: $0.when, amount: amount) })
      #expect(throws: ReframeError.self) { try host.quote(try job(), card: card) }
    }
  }
}
