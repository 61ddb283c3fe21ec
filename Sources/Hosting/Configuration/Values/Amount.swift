package import ReframeSDK

/// An amount of money as settings say it: `0.05 USD` or `3 credits/fashn`, exact and never negative.
package struct Amount: SettingText, Equatable {
  package static let expected = "an amount and its unit such as 0.05 USD"

  /// The amount.
  package let money: Money

  package var text: String { "\(money.decimal) \(money.unit)" }

  package init(text: String) throws(SettingFault) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { throw SettingFault("'\(text)' is not \(Self.expected)") }
    if let fault = Self.fault(ofUnit: parts[1]) { throw SettingFault(fault) }
    do throws(ReframeError) {
      money = try Money(decimal: parts[0], unit: parts[1])
    } catch {
      throw SettingFault(error.message)
    }
    guard money.micros >= 0, !parts[0].hasPrefix("-") else { throw SettingFault("'\(text)' is negative") }
  }

  /// Why a text is no unit of money; `nil` if it is one.
  static func fault(ofUnit unit: String) -> String? {
    if isCurrency(unit) || isCredit(unit) { return nil }
    let upper = unit.uppercased()
    let hint = isCurrency(upper) ? "; did you mean '\(upper)'?" : ""
    return "'\(unit)' is neither a currency such as USD nor a vendor's credits such as credits/fashn\(hint)"
  }

  /// Whether it looks like an ISO 4217 code.
  static func isCurrency(_ unit: String) -> Bool {
    unit.utf8.count == 3 && unit.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  private static func isCredit(_ unit: String) -> Bool {
    let parts = unit.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0] == "credits" && EntryName.fault(String(parts[1])) == nil
  }
}
