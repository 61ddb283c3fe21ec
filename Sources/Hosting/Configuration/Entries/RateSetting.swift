internal import ReframeSDK

/// What a vendor's credit, or another currency, is worth: `rates.UNIT`.
package struct RateSetting: SettingEntry {
  /// The unit of which one is worth that much.
  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  package internal(set) var amount = Setting<Amount>()

  static let noun = "rate"
  static let short: String? = ""
  static let keys: [EntryKey<RateSetting>] = [
    EntryKey(
      name: "", slot: TypedSlot(path: \RateSetting.amount, type: .rate),
      values: "AMOUNT CURRENCY such as 0.075 USD", standard: "the price book's",
      help: "what one of a unit such as credits/fashn is worth")
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }

  static func fault(ofName name: String) -> String? { Amount.fault(ofUnit: name) }

  /// `CREDITS_FASHN` is `credits/fashn`, `EUR` itself.
  static func name(ofVariable part: String) -> String {
    guard part.hasPrefix("CREDITS_") else { return part }
    return "credits/" + part.dropFirst(8).lowercased().replacing("_", with: "-")
  }

  var fault: String? {
    guard let unit = amount.value?.money.unit else { return "the rate of '\(name)' is missing" }
    return unit == name ? "'\(name)' is told by itself" : nil
  }
}

extension SettingType where Value == Amount {
  /// What a unit is worth in a currency.
  static let rate = SettingType(
    parse: { (texts: [String]) throws(SettingFault) in try Amount(text: texts.last ?? "") },
    fault: { amount in
      if amount.money.micros == 0 { return "a rate of nothing would make everything free; leave it out" }
      return Amount.isCurrency(amount.money.unit) ? nil : "a rate is told in a currency such as USD"
    },
    shown: { [.string($0.text)] })
}
