internal import Jobs
package import ReframeSDK

/// What spending is told by.
package enum SpendGrouping: String, CaseIterable, Sendable {
  case provider
  case model
  /// The day on which the money was held, in Universal Time.
  case day
  case key
  case project
}

/// What was spent on one thing in one unit. Units are never added together.
package struct SpendTotal: Equatable, Sendable {
  /// The provider, model, day, key or project; empty if the attempt named none.
  package var name: String
  /// Such as `USD` or `credits/fashn`; empty for runs whose price nobody knows.
  package var unit: String
  /// Held for runs under way, millionths.
  package var held: Int64
  /// Paid, corrections included, millionths.
  package var spent: Int64
  /// The part of `spent` that nobody has confirmed, millionths.
  package var unconfirmed: Int64
  /// What invoices changed `spent` by, millionths.
  package var adjusted: Int64
  /// How many attempts were paid for.
  package var runs: Int64
  /// How many of them cost more than was held.
  package var overcharged: Int64

  package init(name: String, unit: String) {
    self.name = name
    self.unit = unit
    held = 0
    spent = 0
    unconfirmed = 0
    adjusted = 0
    runs = 0
    overcharged = 0
  }
}

extension LedgerReader {
  /// What was held and spent by attempts that were held from `since` until before `until`, milliseconds since
  /// 1970, sorted by name and unit.
  package func spend(by grouping: SpendGrouping, since: Int64? = nil, until: Int64? = nil)
    throws(ReframeError)
    -> [SpendTotal]
  {
    let name =
      switch grouping {
      case .provider: "a.provider"
      case .model: "a.model"
      case .day: "strftime('%Y-%m-%d', a.held_at / 1000, 'unixepoch')"
      case .key: "a.payer"
      case .project: "a.project"
      }
    let range = "(?1 IS NULL OR a.held_at >= ?1) AND (?2 IS NULL OR a.held_at < ?2)"
    return try read { connection throws(ReframeError) in
      try connection.rows(
        """
        SELECT name, unit, sum(held), sum(spent), sum(unconfirmed), sum(adjusted), sum(runs), sum(overcharged)
        FROM (
          SELECT \(name) AS name, e.unit AS unit, iif(account = 'held', amount, 0) AS held,
            iif(account = 'spent', amount, 0) AS spent,
            iif(account = 'spent' AND is_presumed = 1, amount, 0) AS unconfirmed,
            iif(account = 'spent' AND kind = 'adjust', amount, 0) AS adjusted, 0 AS runs, 0 AS overcharged
          FROM entries e JOIN attempts a ON a.number = e.attempt WHERE \(range)
          UNION ALL
          SELECT \(name), coalesce(charged_unit, maximum_unit, ''), 0, 0, 0, 0, 1,
            coalesce(charged + adjusted > maximum AND charged_unit = maximum_unit, 0)
          FROM attempts a WHERE (state = 'captured' OR charged IS NOT NULL) AND \(range)
        ) GROUP BY name, unit
        HAVING sum(held) <> 0 OR sum(spent) <> 0 OR sum(runs) > 0
        ORDER BY name, unit
        """, [SQLValue(since), SQLValue(until)]
      ) { row in
        var total = SpendTotal(name: row.text(0), unit: row.text(1))
        total.held = row.integer(2)
        total.spent = row.integer(3)
        total.unconfirmed = row.integer(4)
        total.adjusted = row.integer(5)
        total.runs = row.integer(6)
        total.overcharged = row.integer(7)
        return total
      }
    }
  }

  /// The first millisecond of a day such as `2026-12-31` in Universal Time; `nil` if there is no such day.
  package static func start(ofDay text: String) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
      let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let number = UTC.day(year: year, month: month, day: day)
    guard UTC.date(ofDay: number) == (year, month, day) else { return nil }
    return number * UTC.millisecondsADay
  }
}
