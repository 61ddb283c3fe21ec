package import ReframeSDK

extension Money {
  /// As people write it: `$0.005`, `$0.30`, `12.50 EUR`, `3 credits` or `free`.
  package var words: String { micros == 0 ? "free" : amount }

  /// The same, but nothing is `$0.00`.
  package var amount: String {
    guard !isCredits else { return "\(number) credit\(micros == 1_000_000 ? "" : "s")" }
    return unit == "USD" ? "$\(number)" : "\(number) \(unit)"
  }

  /// The number alone: at least two decimals, as money is written; credits are left as they are.
  package var number: String {
    let parts = decimal.split(separator: ".")
    guard !isCredits, parts.count < 2 || parts[1].count == 1 else { return decimal }
    return parts.count == 2 ? "\(decimal)0" : "\(decimal).00"
  }

  private var isCredits: Bool { unit.hasPrefix("credits/") }
}
