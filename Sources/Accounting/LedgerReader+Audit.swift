internal import Jobs
package import ReframeSDK

extension LedgerReader {
  /// Every way in which the ledger contradicts itself, for a person; empty if it does not.
  package func audit() throws(ReframeError) -> [String] {
    try read { connection throws(ReframeError) in
      try damage(connection) + (try entries(connection)) + (try states(connection))
        + (try counters(connection))
    }
  }

  private func damage(_ connection: Connection) throws(ReframeError) -> [String] {
    try connection.rows("PRAGMA integrity_check(20)") { $0.text(0) }
      .filter { $0 != "ok" }.map { "the file is damaged: \($0)" }
  }

  private func entries(_ connection: Connection) throws(ReframeError) -> [String] {
    let totals = try connection.rows(
      "SELECT unit, sum(amount) FROM entries GROUP BY unit HAVING sum(amount) <> 0"
    ) {
      let sum = Money(micros: $0.integer(1), unit: $0.text(0))
      return "all entries in \(sum.unit) sum to \(sum.plain) instead of 0"
    }
    let movements = try connection.rows(
      """
      SELECT coalesce(a.id, 'number ' || e.attempt), e.kind, e.unit, sum(e.amount)
      FROM entries e LEFT JOIN attempts a ON a.number = e.attempt
      GROUP BY e.attempt, e.kind, e.part, e.unit HAVING sum(e.amount) <> 0 LIMIT 20
      """
    ) {
      let sum = Money(micros: $0.integer(3), unit: $0.text(2))
      return "attempt \($0.text(0)): its \($0.text(1)) sums to \(sum.plain) instead of 0"
    }
    return totals + movements
  }

  /// What is held and spent has to be what the attempt's state says.
  private func states(_ connection: Connection) throws(ReframeError) -> [String] {
    try connection.rows(
      """
      SELECT a.id, a.state, u.unit, coalesce(b.held, 0), coalesce(b.spent, 0),
        iif(a.state IN ('held', 'sending', 'accepted') AND a.maximum_unit = u.unit, a.maximum, 0) AS holds,
        iif(a.charged_unit = u.unit, a.charged + a.adjusted, 0) AS spends
      FROM attempts a
      JOIN (SELECT number, maximum_unit AS unit FROM attempts WHERE maximum_unit IS NOT NULL
        UNION SELECT number, charged_unit FROM attempts WHERE charged_unit IS NOT NULL
        UNION SELECT attempt, unit FROM entries) u ON u.number = a.number
      LEFT JOIN (SELECT attempt, unit, sum(iif(account = 'held', amount, 0)) AS held,
          sum(iif(account = 'spent', amount, 0)) AS spent FROM entries GROUP BY attempt, unit) b
        ON b.attempt = a.number AND b.unit = u.unit
      WHERE coalesce(b.held, 0) <> holds OR coalesce(b.spent, 0) <> spends LIMIT 20
      """
    ) { row in
      func text(_ column: Int32) -> String { Money(micros: row.integer(column), unit: row.text(2)).plain }
      return
        "attempt \(row.text(0)) is \(row.text(1)) and should hold \(text(5)) and have spent \(text(6)), "
        + "but its entries hold \(text(3)) and have spent \(text(4))"
    }
  }

  /// What is counted for budgets has to be what the attempts say.
  private func counters(_ connection: Connection) throws(ReframeError) -> [String] {
    var findings: [String] = []
    for scope in try Scope.all(connection) {
      let expected = try Scope.counts(connection, scope.window, scope.unit, scope.filter)
      let counted = try connection.rows(
        "SELECT opens, held, spent FROM counters WHERE scope = ?", [.integer(scope.number)]
      ) { ($0.integer(0), Count(held: $0.integer(1), spent: $0.integer(2))) }
      let found = Dictionary(counted) { $1 }
      for opens in Set(expected.keys).union(found.keys).sorted() {
        let (right, wrong) = (expected[opens] ?? Count(), found[opens] ?? Count())
        guard right != wrong else { continue }
        func text(_ count: Count) -> String {
          let held = Money(micros: count.held, unit: scope.unit).plain
          return "\(held) held and \(Money(micros: count.spent, unit: scope.unit).plain) spent"
        }
        findings.append(
          "the budget count by \(scope.window.rawValue) from \(UTC.text(opens)) says \(text(wrong)) "
            + "instead of \(text(right))")
      }
    }
    return findings
  }
}
