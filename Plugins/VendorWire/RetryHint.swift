/// How long a vendor asks to be left alone.
package enum RetryHint {
  /// The longest wait that is believed: a day.
  private static let limit: Int64 = 86_400_000

  /// Milliseconds by `retry-after-ms` or `retry-after` (seconds, also fractions, or an HTTP date); 0 if nothing is
  /// said, or nothing that makes sense.
  package static func milliseconds(_ headers: [String: String], now: Int64) -> Int64 {
    if let text = headers["retry-after-ms"], let value = Double(text), let wait = whole(value) { return wait }
    guard let text = headers["retry-after"] else { return 0 }
    if let seconds = Double(text) { return whole(seconds * 1000) ?? 0 }
    guard let date = milliseconds(date: text), date > now else { return 0 }
    return min(date - now, limit)
  }

  private static func whole(_ milliseconds: Double) -> Int64? {
    guard milliseconds.isFinite, milliseconds > 0 else { return nil }
    return Int64(min(milliseconds.rounded(.up), Double(limit)))
  }

  /// Milliseconds since 1970 of a date such as `Wed, 21 Oct 2026 07:28:00 GMT` (RFC 9110, IMF-fixdate).
  private static func milliseconds(date: String) -> Int64? {
    let parts = date.split { $0 == " " || $0 == "," || $0 == ":" }
    guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: parts[2]),
      let day = Int64(parts[1]), let year = Int64(parts[3]), let hour = Int64(parts[4]),
      let minute = Int64(parts[5]), let second = Int64(parts[6]), (1...31).contains(day),
      (1970...9999).contains(year), (0..<24).contains(hour), (0..<60).contains(minute),
      (0...60).contains(second)
    else { return nil }
    // Years that begin in March put the leap day last, and 30.6 days a month then count them all.
    let march = month >= 2 ? Int64(month) - 2 : Int64(month) + 10
    let shifted = month >= 2 ? year : year - 1
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    let days = shifted * 365 + leapDays + (march * 306 + 5) / 10 + day - 1 - 719_468
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
