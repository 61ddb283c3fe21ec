import ReframeSDK

/// A price for every picture that comes out, from a table over the model's parameters. Credits stay credits.
struct CreditTablePrice: PricingCalculator {
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    let rule = try PricingRule(card, for: "credit-table")
    return try rule.quote(job.resultCount, for: job.parameters, unless: "the pictures cannot be counted")
  }
}
