/// How long a vendor asks to wait before the next call.
enum RetryHint {
  /// From `retry-after-ms`, or `retry-after` as seconds or as an HTTP date; `nil` if neither says. At most a day.
  static func milliseconds(_ headers: [String: String], now: Double) -> Int64? {
    if let text = headers["retry-after-ms"], let wait = Double(text) { return clamped(wait) }
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = Double(text) { return clamped(seconds * 1000) }
    return time(text).flatMap { clamped(($0 - now) * 1000) }
  }

  private static func clamped(_ wait: Double) -> Int64? {
    wait.isFinite ? Int64(min(max(0, wait), 86_400_000).rounded(.up)) : nil
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970 of a date such as `Wed, 21 Oct 2026 07:28:00 GMT` (RFC 9110, 5.6.7).
  static func time(_ text: String) -> Double? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2])), (1...31).contains(day),
      (1970...9999).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    // Days since 1970 in the Gregorian calendar, counted in years that begin in March.
    let shifted = month < 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    return Double(days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2])
  }
}
