import ReframeSDK

/// A price for every megapixel of each output that was started. The setting `pixels` says how many pixels the
/// vendor takes for one; a million if it is not given.
struct PerMegapixelPrice: PricingCalculator {
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    let rule = try PricingRule(card, for: "per-megapixel")
    guard let pixels = Int(exactly: rule.settings["pixels"]?.number ?? 1_000_000), pixels > 0 else {
      throw ReframeError(.invalidArgument, "'pixels' is not a positive whole number")
    }
    var megapixels: Int? = job.outputs.isEmpty || job.imageCount < 1 ? nil : 0
    for output in job.outputs {
      guard let size = output.size, size.width > 0, size.height > 0 else {
        return rule.unknown("the size of the output is not known")
      }
      megapixels = megapixels.flatMap { sum in
        let (all, overflow) = sum.addingReportingOverflow((size.area - 1) / pixels + 1)
        return overflow ? nil : all
      }
    }
    return try rule.quote(
      megapixels.flatMap { sum in
        let (all, overflow) = sum.multipliedReportingOverflow(by: job.imageCount)
        return overflow ? nil : all
      }, for: job.parameters, unless: "the megapixels cannot be counted")
  }
}
