/// A time as settings say it: a whole number and `ms`, `s`, `m` or `h`.
package struct SettingDuration: SettingText, Equatable {
  package static let expected = "a duration such as 500ms, 30s, 5m or 2h"
  /// Longer than this is a mistake, and sums of times stay far from the end of numbers.
  private static let longest: Int64 = 366 * 24 * 3_600_000
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
  ]

  /// Its length.
  package let milliseconds: Int64
  package let text: String

  package init(text: String) throws(SettingFault) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let unit = Self.units.first(where: { $0.name == text.dropFirst(digits.count) }), !digits.isEmpty
    else {
      throw SettingFault("'\(text)' is not \(Self.expected)")
    }
    let (length, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: unit.milliseconds)
    guard length > 0 || overflow else { throw SettingFault("'\(text)' is no time at all") }
    guard !overflow, length <= Self.longest else { throw SettingFault("'\(text)' is longer than a year") }
    milliseconds = length
    self.text = text
  }
}

/// So many in so long: `100/60s`.
package struct RateLimit: SettingText, Equatable {
  package static let expected = "a number and a duration such as 100/60s"

  /// How many.
  package let count: Int
  /// In which time.
  package let window: SettingDuration

  package var text: String { "\(count)/\(window.text)" }

  package init(text: String) throws(SettingFault) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let count = Int(parts[0]), !parts[0].hasPrefix("+") else {
      throw SettingFault("'\(text)' is not \(Self.expected)")
    }
    guard count > 0 else { throw SettingFault("\(count) is not a positive number") }
    self.count = count
    window = try SettingDuration(text: parts[1])
  }
}
