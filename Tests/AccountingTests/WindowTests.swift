@testable import Accounting
import Testing

@Suite("Windows of budgets")
struct WindowTests {
  private func text(_ window: BudgetWindow, _ time: Int64) -> String {
    "\(UTC.text(window.opens(time))) to \(window.nextOpens(time).map(UTC.text) ?? "never")"
  }

  @Test("Each begins and ends where the calendar says")
  func bounds() {
    #expect(text(.hour, morning + 59 * 60_000) == "2026-11-24 10:00 UTC to 2026-11-24 11:00 UTC")
    #expect(text(.day, morning) == "2026-11-24 00:00 UTC to 2026-11-25 00:00 UTC")
    #expect(text(.week, morning) == "2026-11-23 00:00 UTC to 2026-11-30 00:00 UTC")
    #expect(text(.month, morning) == "2026-11-01 00:00 UTC to 2026-12-01 00:00 UTC")
    #expect(text(.total, morning) == "1970-01-01 00:00 UTC to never")
    #expect(text(.month, morning + 30 * 86_400_000) == "2026-12-01 00:00 UTC to 2027-01-01 00:00 UTC")
    #expect(text(.week, -1) == "1969-12-29 00:00 UTC to 1970-01-05 00:00 UTC")
    #expect(text(.hour, -1) == "1969-12-31 23:00 UTC to 1970-01-01 00:00 UTC")
  }

  @Test("Days and dates are each other's inverse over centuries, and follow one another")
  func calendar() {
    var last = UTC.date(ofDay: -150_001)
    for day: Int64 in -150_000...150_000 {
      let date = UTC.date(ofDay: day)
      #expect(UTC.day(year: date.year, month: date.month, day: date.day) == day)
      #expect(date > last)
      last = date
    }
    #expect(UTC.date(ofDay: 11_016) == (2000, 2, 29))
  }

  @Test(
    "Only days that exist are read",
    arguments: [
      "2026-02-29", "2026-13-01", "2026-1-1", "", "26-01-01", "2026-00-10", "2026-11-24x", "+026-11-24",
    ])
  func badDays(_ text: String) {
    #expect(LedgerReader.start(ofDay: text) == nil)
  }

  @Test("A day is read as its first millisecond")
  func day() {
    #expect(LedgerReader.start(ofDay: "2026-11-24") == morning - 36_000_000)
    #expect(LedgerReader.start(ofDay: "2024-02-29") == 1_709_164_800_000)
  }
}
