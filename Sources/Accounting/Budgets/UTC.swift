/// Days and times of the Gregorian calendar in Universal Time, from milliseconds since 1970.
enum UTC {
  static let millisecondsADay: Int64 = 86_400_000

  /// Days since 1970, rounded down.
  static func day(_ time: Int64) -> Int64 {
    let (quotient, remainder) = time.quotientAndRemainder(dividingBy: millisecondsADay)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Year, month and day of a day since 1970.
  static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // Eras of 400 years, whose years begin in March so that a leap day is their last.
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// The day since 1970 of a date.
  static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Such as `2026-12-01 00:00 UTC`.
  static func text(_ time: Int64) -> String {
    let day = day(time)
    let date = date(ofDay: day)
    let minutes = (time - day * millisecondsADay) / 60_000
    return "\(date.year)-\(two(date.month))-\(two(date.day)) \(two(minutes / 60)):\(two(minutes % 60)) UTC"
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
