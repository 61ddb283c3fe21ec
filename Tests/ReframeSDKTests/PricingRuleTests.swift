import Testing

@testable import ReframeSDK

@Suite("A pricing rule")
struct PricingRuleTests {
  private var rule: PricingRule {
    var rule = PricingRule(
      calculator: "table", name: "r", book: "b", version: "1", unit: "USD", per: "image")
    rule.prices = [
      .init(when: ["mode": .string("fast"), "size": .string("1k")], amount: "0.01", maximum: "0.02"),
      .init(when: ["mode": .string("best"), "size": .string("1k")], amount: "unknown"),
    ]
    rule.omitted = [.init(parameter: "mode", when: ["size": .string("1k")], value: .string("fast"))]
    return rule
  }

  @Test("crosses in a card and back")
  func card() throws {
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    card.pricing = try rule.json()
    #expect(try PricingRule(card, for: "table") == rule)
    #expect(
      throws: ReframeError(.unsupported, "the price of 'm' has no rule of the calculator 'other'")
    ) { try PricingRule(card, for: "other") }
  }

  @Test("has the price of the parameters, omitted ones by their substitutes")
  func prices() throws {
    let fast: JSONValue = .object(["mode": .string("fast"), "size": .string("1k")])
    let quote = try rule.quote(3, for: fast)
    #expect(quote.expected == Money(micros: 30_000, unit: "USD"))
    #expect(quote.maximum == Money(micros: 60_000, unit: "USD"))
    #expect(quote.rule == "b/r")
    #expect(quote.lines.map(\.quantity) == [3])
    #expect(try rule.quote(3, for: .object(["size": .string("1k")])) == quote)
  }

  @Test("that does not know the price says why, and never 0")
  func unknown() throws {
    let cases: [([String: JSONValue], String)] = [
      (["mode": .string("best"), "size": .string("1k")], "the vendor's price is not known"),
      (["mode": .string("fast")], "the price depends on 'size', which is not given"),
      ([:], "the price depends on 'mode', which is not given"),
      (["mode": .string("fast"), "size": .number(8)], "there is no price for mode=fast, size=8"),
    ]
    for (parameters, note) in cases {
      let quote = try rule.quote(1, for: .object(parameters))
      #expect(quote.expected == nil && quote.maximum == nil && quote.lines.isEmpty)
      #expect(quote.note == note)
    }
    #expect(try rule.quote(nil, for: .object([:]), unless: "who knows").note == "who knows")
  }

  @Test("whose amounts cannot be is an error")
  func bad() throws {
    var rule = rule
    for (amount, maximum) in [("-1", nil), ("1", "0.5"), ("1e3", nil), ("1", "many")] as [(String, String?)] {
      rule.prices = [.init(amount: amount, maximum: maximum)]
      #expect(throws: ReframeError.self) { try rule.quote(1, for: .object([:])) }
    }
    rule.prices = [.init(amount: "9223372036854")]
    #expect(
      throws: ReframeError(.invalidArgument, "2 times 9223372036854 USD is more than can be counted")
    ) { try rule.quote(2, for: .object([:])) }
  }

  @Test("counts runs by what one run can make")
  func runs() throws {
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    let ratio = try #require(AspectRatio("1:1"))
    var job = ReframeJob(model: "m", outputs: Array(repeating: OutputRequest(aspect: ratio), count: 5))
    job.imageCount = 3
    #expect(job.runCount(on: card) == 15)
    #expect(job.resultCount == 15)
    card.outputLimit = 2
    card.imageCountLimit = 2
    #expect(job.runCount(on: card) == 6)
    job.imageCount = .max
    #expect(job.resultCount == nil)
    card.imageCountLimit = 1
    #expect(job.runCount(on: card) == nil)
    job.imageCount = 0
    #expect(job.runCount(on: card) == nil && job.resultCount == nil)
  }
}
