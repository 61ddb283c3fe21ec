/// Says what a job will cost.
///
/// A conformer must be pure: no clock, file or network, and the same quote for the same job and card. A price
/// that is not known is a quote without amounts, never one of zero. The price itself is never in the code: it
/// comes with the card, where `PricingRule.init(_:for:)` reads it.
public protocol PricingCalculator: Sendable {
  /// The price of `job` on the model that `card` describes: `job.parameters` holds the model's own parameters,
  /// defaults included, and `job.source` what is known of the source. Throws `unsupported` if the card's
  /// pricing rule is none of this calculator's.
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote
}
