/// A day, as a price book's validity counts it: `2026-04-06`, in UTC.
package struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Year, month and day.
  private let parts: [Int]

  /// Reads `year-month-day` with four, two and two digits; `nil` if there is no such day.
  package init?(_ text: String) {
    let texts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard texts.map(\.utf8.count) == [4, 2, 2],
      text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      )
    else { return nil }
    parts = texts.compactMap { Int($0) }
    guard parts.count == 3, (1...12).contains(parts[1]),
      (1...Self.days(parts[0], parts[1])).contains(parts[2])
    else { return nil }
  }

  /// The day of a moment, in seconds since 1970 (Hinnant 2013, civil from days).
  package init(secondsSince1970 seconds: Int) {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    parts = [year, month, dayOfYear - (153 * shifted + 2) / 5 + 1]
  }

  private static func days(_ year: Int, _ month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  package static func < (first: CalendarDay, second: CalendarDay) -> Bool {
    first.parts.lexicographicallyPrecedes(second.parts)
  }

  package var description: String {
    parts.enumerated().map { index, part in
      String(repeating: "0", count: max(0, (index == 0 ? 4 : 2) - "\(part)".count)) + "\(part)"
    }.joined(separator: "-")
  }
}
