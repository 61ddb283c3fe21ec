extension ReframeJob {
  /// How many pictures or videos come out: every output in every variation; `nil` if that cannot be counted.
  public var resultCount: Int? {
    guard imageCount > 0, !outputs.isEmpty else { return nil }
    let (count, overflow) = outputs.count.multipliedReportingOverflow(by: imageCount)
    return overflow ? nil : count
  }

  /// How many times a model has to run, given how many outputs and variations one run can make; `nil` if that
  /// cannot be counted.
  public func runCount(on card: ModelCard) -> Int? {
    guard imageCount > 0, !outputs.isEmpty, card.outputLimit > 0, (card.imageCountLimit ?? 1) > 0 else {
      return nil
    }
    let batches = (outputs.count - 1) / card.outputLimit + 1
    let (count, overflow) = batches.multipliedReportingOverflow(
      by: (imageCount - 1) / (card.imageCountLimit ?? 1) + 1)
    return overflow ? nil : count
  }
}
