import ReframeSDK

/// A price for every run that depends on the values of the model's parameters.
struct ValueMatchPrice: PricingCalculator {
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    let rule = try PricingRule(card, for: "value-match")
    return try rule.quote(job.runCount(on: card), for: job.parameters, unless: "the runs cannot be counted")
  }
}
