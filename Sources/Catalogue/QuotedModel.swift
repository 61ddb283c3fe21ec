package import Hosting
package import ReframeSDK

/// What one model would ask for a job, or why it cannot do it.
package struct QuotedModel: Sendable {
  /// The model.
  package let entry: ModelCatalogue.Entry
  /// Why it cannot; empty if it can.
  package let exclusions: [Exclusion]
  /// The job in the model's own words.
  package let job: ReframeJob
  /// What it needs to do the job and nobody said, which no price depends on.
  package let lacks: [String]
  /// The quote; `nil` if it cannot do the job.
  package let quote: Quote?
  /// The expected amount in another unit, only to compare by; the rate is the entry's.
  package let comparison: Money?

  /// Fits a wish to a model and asks its calculator. A price that is not known, or that the calculator cannot
  /// say, is a quote without amounts and a note why, so that one bad plugin does not hide the other models.
  package init(_ wanted: Wanted, on entry: ModelCatalogue.Entry, host: Host) {
    let fitting = Fitting(wanted, to: entry.card)
    self.entry = entry
    exclusions = fitting.exclusions
    job = fitting.job
    lacks = fitting.lacks
    guard fitting.exclusions.isEmpty else {
      (quote, comparison) = (nil, nil)
      return
    }
    let quote = Self.quote(fitting.job, entry, host)
    self.quote = quote
    comparison = entry.rate.flatMap { rate in
      quote.expected.flatMap { $0.unit == entry.rule?.unit ? $0.converted(at: rate.amount) : nil }
    }
  }

  private static func quote(_ job: ReframeJob, _ entry: ModelCatalogue.Entry, _ host: Host) -> Quote {
    guard let rule = entry.rule else {
      var unknown = Quote(lines: [], expected: nil, maximum: nil, rule: "none", version: "none")
      unknown.note = "no price book says what it costs"
      return unknown
    }
    do throws(ReframeError) {
      return try host.quote(job, card: entry.card)
    } catch {
      return rule.unknown(error.message)
    }
  }

  /// Prices in dollars first, then those in other units, each cheapest first; then those that are not known.
  package static func inOrder(_ first: QuotedModel, _ second: QuotedModel) -> Bool {
    first.rank < second.rank
  }

  /// Prices of different units cannot be compared, so each unit is a group of its own.
  private var rank: (group: Int, unit: String, micros: Int64, slug: String) {
    let slug = entry.card.slug
    guard let amount = comparison ?? quote?.expected else { return (2, "", 0, slug) }
    return (amount.unit == ModelCatalogue.comparedUnit ? 0 : 1, amount.unit, amount.micros, slug)
  }
}
