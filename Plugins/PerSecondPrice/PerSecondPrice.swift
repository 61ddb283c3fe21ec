import ReframeSDK

/// A price for every second of the source video that was started.
struct PerSecondPrice: PricingCalculator {
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    let rule = try PricingRule(card, for: "per-second")
    guard let milliseconds = job.source?.durationMilliseconds, milliseconds > 0 else {
      return rule.unknown("the length of the source is not known")
    }
    let seconds = Int((milliseconds - 1) / 1000 + 1)
    return try rule.quote(
      job.resultCount.flatMap { count in
        let (all, overflow) = count.multipliedReportingOverflow(by: seconds)
        return overflow ? nil : all
      }, for: job.parameters, unless: "the seconds cannot be counted")
  }
}
