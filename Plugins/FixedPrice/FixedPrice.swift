import ReframeSDK

/// The same price for every run of the model, whatever its parameters.
struct FixedPrice: PricingCalculator {
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    let rule = try PricingRule(card, for: "fixed")
    guard rule.prices.count == 1, rule.prices[0].when.isEmpty else {
      throw ReframeError(.invalidArgument, "a fixed price is one price without conditions")
    }
    return try rule.quote(job.runCount(on: card), for: job.parameters, unless: "the runs cannot be counted")
  }
}
