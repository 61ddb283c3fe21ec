/// How long a budget lasts before it opens anew, in Universal Time.
package enum BudgetWindow: String, Codable, CaseIterable, Sendable {
  case hour
  case day
  /// From Monday.
  case week
  case month
  /// It never opens anew.
  case total

  /// When the window that holds `time` began, in milliseconds since 1970.
  func opens(_ time: Int64) -> Int64 {
    let day = UTC.day(time)
    switch self {
    case .hour:
      let start = day * UTC.millisecondsADay
      return start + (time - start) / 3_600_000 * 3_600_000
    case .day:
      return day * UTC.millisecondsADay
    case .week:
      // The first day of 1970 was a Thursday.
      let weekday = ((day + 3) % 7 + 7) % 7
      return (day - weekday) * UTC.millisecondsADay
    case .month:
      let date = UTC.date(ofDay: day)
      return UTC.day(year: date.year, month: date.month, day: 1) * UTC.millisecondsADay
    case .total:
      return 0
    }
  }

  /// When the next window begins; `nil` if there is none.
  func nextOpens(_ time: Int64) -> Int64? {
    let start = opens(time)
    switch self {
    case .hour: return start + 3_600_000
    case .day: return start + UTC.millisecondsADay
    case .week: return start + 7 * UTC.millisecondsADay
    // No month has more than 31 days, and none has fewer than 28.
    case .month: return opens(start + 31 * UTC.millisecondsADay)
    case .total: return nil
    }
  }

  /// Such as ` this month`, after an amount; empty for a budget that never opens anew.
  var phrase: String {
    switch self {
    case .hour: " this hour"
    case .day: " today"
    case .week: " this week"
    case .month: " this month"
    case .total: ""
    }
  }
}
