/// Says what a job will cost.
///
/// A conformer must be pure: no clock, file or network, and the same quote for the same job and card. A price
/// that is not known is a quote without amounts, never one of zero.
public protocol PricingCalculator: Sendable {
  /// The price of `job` on the model that `card` describes. Throws `unsupported` if the card's pricing rule is
  /// none of this calculator's.
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote
}
