import Testing

@testable import Catalogue

@Suite("A day")
struct CalendarDayTests {
  @Test("is read and written as year, month and day", arguments: ["2026-04-06", "2024-02-29", "0001-12-31"])
  func read(text: String) {
    #expect(CalendarDay(text)?.description == text)
  }

  @Test(
    "that does not exist is none",
    arguments: [
      "", "2026-4-6", "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "20260406", "+026-04-06",
    ])
  func bad(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test(
    "of a moment",
    arguments: [
      (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
      (951_782_400, "2000-02-29"), (1_775_433_600, "2026-04-06"),
    ])
  func moment(seconds: Int, text: String) {
    #expect(CalendarDay(secondsSince1970: seconds).description == text)
  }
}
