internal import Dispatching
internal import ReframeSDK

/// Amounts and times in the words of people.
enum PriceText {
  /// Such as `$0.005`, `3 credits`, `free` or `unknown`.
  static func amount(_ money: Money?) -> String { money?.words ?? "unknown" }

  /// What a model costs by its rule, such as `$0.01-0.03 a run`.
  static func summary(_ rule: PricingRule?) -> String {
    guard let rule else { return "unknown" }
    var known: [Money] = []
    for text in rule.prices.flatMap({ [$0.amount, $0.maximum ?? $0.amount] }) {
      if let money = try? Money(decimal: text, unit: rule.unit) { known.append(money) }
    }
    known.sort { $0.micros < $1.micros }
    guard let least = known.first, let most = known.last else { return "unknown" }
    guard most.micros > 0 else { return "free" }
    let range =
      least == most
      ? amount(most)
      : rule.unit == "USD"
        ? "$\(least.number)-\(most.number)" : "\(least.decimal)-\(amount(most))"
    return "\(range) \("aeiou".contains(rule.per.prefix(1)) ? "an" : "a") \(rule.per)"
  }

  /// How long it takes, such as `25 s` or `up to 120 s`.
  static func time(_ card: ModelCard) -> String {
    let most = card.slowestSeconds.map { "up to \(number($0)) s" }
    guard let average = card.averageSeconds else { return most ?? "unknown" }
    return "\(number(average)) s\(most.map { " (\($0))" } ?? "")"
  }

  /// A number without needless zeros.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
