internal import Catalogue
internal import ReframeSDK

/// What `reframe quote` tells, before it is laid out.
struct QuoteReport: Encodable {
  struct Offer: Encodable {
    let model: String
    let vendor: String
    let provider: String?
    let quote: Quote
    /// The expected amount in another unit, only to compare by, and where the rate is from.
    let comparison: Money?
    let rate: String?
    let averageSeconds: Double?
    let slowestSeconds: Double?
    /// What has to be given before it can run, such as a prompt or a key.
    let lacks: [String]
  }

  struct Excluded: Encodable {
    let model: String
    let vendor: String
    let reasons: [Exclusion]
  }

  let source: String
  private(set) var offers: [Offer] = []
  private(set) var excluded: [Excluded] = []
  private var rows: [[String]] = []

  private enum CodingKeys: String, CodingKey {
    case source, offers, excluded
  }

  /// `obstacles` say why a provider cannot be given work now.
  init(_ quoted: [QuotedModel], source: String, obstacles: (String) -> [String]) {
    self.source = source
    for model in quoted.sorted(by: QuotedModel.inOrder) {
      let card = model.entry.card
      guard let quote = model.quote else {
        excluded.append(Excluded(model: card.slug, vendor: card.vendor, reasons: model.exclusions))
        continue
      }
      let rate = model.comparison == nil ? nil : model.entry.rate?.name
      offers.append(
        Offer(
          model: card.slug, vendor: card.vendor, provider: model.entry.provider, quote: quote,
          comparison: model.comparison, rate: rate, averageSeconds: card.averageSeconds,
          slowestSeconds: card.slowestSeconds,
          lacks: model.lacks + (model.entry.provider.map(obstacles) ?? [])))
      rows.append([
        card.slug, card.vendor, PriceText.amount(quote.expected), PriceText.amount(quote.maximum),
        model.comparison.map { "~ \(PriceText.amount($0))" } ?? "", PriceText.time(card),
        model.entry.provider ?? "no provider installed",
      ])
    }
  }

  /// For people: the offers in columns, cheapest first; remarks; who cannot and why.
  var text: String {
    var lines: [String] = []
    if !rows.isEmpty {
      lines += Columns.text([["MODEL", "VENDOR", "EXPECTED", "AT MOST", "", "TIME", "RUN BY"]] + rows)
    }
    let rates = offers.compactMap { offer in
      offer.rate.map { "~ \(offer.model): credits compared at the rate '\($0)'" }
    }
    let lacks = offers.flatMap { offer in offer.lacks.map { "\(offer.model): \($0)" } }
    let notes =
      offers.compactMap { offer in offer.quote.note.map { "\(offer.model): \($0)" } } + lacks + rates
    if !notes.isEmpty { lines += [""] + notes }
    if !excluded.isEmpty {
      lines += (lines.isEmpty ? [] : [""]) + ["Excluded:"]
      lines += excluded.flatMap { model in
        ["  \(model.model)"] + model.reasons.map { "    \($0.what): \($0.reason)" }
      }
    }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }
}
