import ReframeSDK
import Testing

@testable import Catalogue

@Suite("The versions of a price book")
struct PriceShelfTests {
  private func book(_ version: String, _ from: String?, _ until: String?) throws -> PriceBook {
    let days = [("from", from), ("until", until)].compactMap { name, day in
      day.map { "\"\(name)\": \"\($0)\"" }
    }
    return try PriceBook(Book.text(version: version, valid: "{\(days.joined(separator: ", "))}"))
  }

  @Test("follow each other; the day decides")
  func follow() throws {
    var shelf = PriceShelf()
    try shelf.add(try book("3", "2026-07-01", nil))
    try shelf.add(try book("1", nil, "2026-01-01"))
    try shelf.add(try book("2", "2026-01-01", "2026-07-01"))
    #expect(shelf.gaps.isEmpty)
    for (day, version) in [
      ("2020-01-01", "1"), ("2025-12-31", "1"), ("2026-01-01", "2"), ("2026-07-01", "3"),
    ] {
      #expect(shelf.book("b", on: try #require(CalendarDay(day)))?.version == version)
    }
    #expect(shelf.book("c", on: try #require(CalendarDay("2026-01-01"))) == nil)
  }

  @Test("may not share days or names")
  func overlap() throws {
    var shelf = PriceShelf()
    try shelf.add(try book("1", "2026-01-01", "2026-07-01"))
    for (from, until) in [(nil, nil), ("2026-06-30", nil), (nil, "2026-01-02"), ("2026-02-01", "2026-03-01")]
      as [(String?, String?)]
    {
      let other = try book("2", from, until)
      #expect(
        throws: ReframeError(.invalidArgument, "valid: overlap: versions '1' and '2' of 'b' share days")
      ) { try shelf.add(other) }
    }
    let same = try book("1", "2030-01-01", nil)
    #expect(throws: ReframeError(.invalidArgument, "version: 'b' has a version '1' already")) {
      try shelf.add(same)
    }
  }

  @Test("with days between them are told")
  func gap() throws {
    var shelf = PriceShelf()
    try shelf.add(try book("2", "2026-03-01", nil))
    try shelf.add(try book("1", "2026-01-01", "2026-02-01"))
    #expect(
      shelf.gaps.map(\.message) == [
        "valid: gap: version '1' of 'b' ends on 2026-02-01, and '2' begins on 2026-03-01"
      ])
  }
}
