internal import ReframeSDK

extension Money {
  /// As people write it: `$0.005`, `$0.30`, `12.50 EUR`, `3 credits` or `free`.
  var words: String {
    micros == 0 ? "free" : amount
  }

  /// The same, but nothing is `$0.00`.
  var amount: String {
    guard !unit.hasPrefix("credits/") else { return "\(decimal) credit\(micros == 1_000_000 ? "" : "s")" }
    return unit == "USD" ? "$\(withCents)" : "\(withCents) \(unit)"
  }

  /// At least two decimals.
  private var withCents: String {
    let parts = decimal.split(separator: ".")
    guard parts.count == 2 else { return "\(decimal).00" }
    return parts[1].count == 1 ? "\(decimal)0" : decimal
  }
}
