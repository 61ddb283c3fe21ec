import ReframeSDK

/// Costs nothing, and says so with an amount of zero, as a price that is not known has none.
struct FreePrice: PricingCalculator {
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    let rule = try PricingRule(card, for: "free")
    guard rule.prices.count == 1, rule.prices[0] == .init(amount: "0") else {
      throw ReframeError(.invalidArgument, "what is free has one price, 0; name another calculator")
    }
    let nothing = Money(micros: 0, unit: rule.unit)
    return Quote(
      lines: [], expected: nothing, maximum: nothing, rule: "\(rule.book)/\(rule.name)", version: rule.version
    )
  }
}
