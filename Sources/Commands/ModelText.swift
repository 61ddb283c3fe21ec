internal import Catalogue
internal import ReframeSDK

/// Everything about one model, for people.
enum ModelText {
  static func text(_ entry: ModelCatalogue.Entry) -> String {
    let card = entry.card
    let writes = card.formats.map(\.rawValue) + (card.videoFormats ?? [])
    let reads = card.sourceFormats ?? ["\(card.medium.rawValue)s; formats not published"]
    var rows: [[String]] = []
    rows.append(["Vendor", card.vendor])
    rows.append(["Works on", "\(card.medium.rawValue)s"])
    rows.append(["Lifecycle", card.lifecycle.rawValue])
    rows.append(["Run by", entry.provider.map { "the plugin '\($0)'" } ?? "no provider installed"])
    rows.append(["Modes", card.modes.map(\.rawValue).joined(separator: ", ")])
    rows.append(["Ratios", card.aspects?.map(\.description).joined(separator: ", ") ?? "any"])
    rows.append(["Resolutions", resolutions(card)])
    rows.append(["Reads", reads.joined(separator: ", ")])
    rows.append(["Writes", writes.joined(separator: ", ")])
    rows.append(["Limits", limits(card)])
    rows.append(["Time", PriceText.time(card)])
    rows.append(["Price", PriceText.summary(entry.rule) + book(entry)])
    if let rate = entry.rate {
      rows.append(["Compared at", "\(PriceText.amount(rate.amount)) a credit (\(rate.name))"])
    }
    var lines = ["\(card.slug): \(card.title)", ""] + Columns.text(rows, indent: "  ")
    lines += section("Prices", prices(entry.rule))
    lines += section("Output sizes", sizes(card))
    lines += section("Parameters", ParameterText.rows(card.parameters))
    lines += section("Remarks", (card.notes ?? []).map { [$0] })
    lines += section("Source", (card.pages ?? []).map { [$0] })
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  private static func section(_ title: String, _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : ["", title] + Columns.text(rows, indent: "  ")
  }

  private static func resolutions(_ card: ModelCard) -> String {
    let names = (card.resolutions ?? []).map { resolution in
      let only = resolution.aspects.map { " (\($0.map(\.description).joined(separator: ", ")))" } ?? ""
      return resolution.name + only
    }
    let all = names + (card.takesSizes == true ? ["any size"] : [])
    return all.isEmpty ? "no choice" : all.joined(separator: ", ")
  }

  private static func limits(_ card: ModelCard) -> String {
    var limits: [String] = []
    if let bytes = card.sourceByteLimit { limits.append("\(bytes) bytes") }
    if let side = card.sourceSideLimit { limits.append("\(side) pixels a side") }
    if let pixels = card.sourcePixelLimit { limits.append("\(pixels) pixels") }
    if let length = card.sourceMillisecondLimit {
      limits.append("\(PriceText.number(Double(length) / 1000)) s")
    }
    return limits.isEmpty ? "none published" : limits.joined(separator: ", ")
  }

  private static func book(_ entry: ModelCatalogue.Entry) -> String {
    entry.rule.map { " (price book \($0.book) \($0.version), rule \($0.name), by \($0.calculator))" } ?? ""
  }

  private static func prices(_ rule: PricingRule?) -> [[String]] {
    guard let rule, rule.prices.count > 1 else { return [] }
    return rule.prices.map { price in
      let when = price.when.sorted { $0.key < $1.key }
        .map { "\($0.key)=\($0.value.string ?? ((try? JSON.encode($0.value)) ?? ""))" }
      let unit = rule.unit
      let amount = PriceText.amount(try? Money(decimal: price.amount, unit: unit))
      let most = price.maximum.map { PriceText.amount(try? Money(decimal: $0, unit: unit)) }
      return when + [amount + (most.map { " to \($0)" } ?? "")]
    }
  }

  private static func sizes(_ card: ModelCard) -> [[String]] {
    (card.outputSizes ?? []).map { [$0.aspect.description, $0.size.description, $0.resolution ?? ""] }
  }
}
