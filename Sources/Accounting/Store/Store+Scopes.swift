internal import ReframeSDK

extension Store {
  /// Has a scope for each of our budgets, and answers the generation of what is there.
  func register(_ generation: Int64) throws(ReframeError) -> Int64 {
    scopes = try Scope.all(connection)
    var hasChanged = false
    for budget in budgets {
      if let scope = scopes.first(where: { $0.serves(budget) }) {
        try connection.run(
          "UPDATE scopes SET opened_at = ?1 WHERE number = ?2 AND opened_at < ?1 - 86400000",
          [.integer(mark), .integer(scope.number)])
      } else {
        try add(budget)
        scopes = try Scope.all(connection)
        hasChanged = true
      }
    }
    guard hasChanged else { return generation }
    // What nobody has asked after for long need not be counted; who still wants it counts it again.
    let old = "(SELECT number FROM scopes WHERE opened_at < \(mark) - 40 * 86400000)"
    try connection.script(
      "DELETE FROM counters WHERE scope IN \(old); DELETE FROM scopes WHERE number IN \(old)")
    scopes = try Scope.all(connection)
    try connection.run("UPDATE clock SET generation = ?", [.integer(generation + 1)])
    return generation + 1
  }

  /// A new scope, with what was booked before there was one.
  private func add(_ budget: Budget) throws(ReframeError) {
    let filter = budget.filter
    try connection.run(
      """
      INSERT INTO scopes (window, unit, payer, project, provider, model, opened_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(budget.window.rawValue), .text(budget.limit.unit), SQLValue(filter.key),
        SQLValue(filter.project),
        SQLValue(filter.provider), SQLValue(filter.model), .integer(mark),
      ])
    let number = try connection.integer("SELECT last_insert_rowid()")
    for (opens, count) in try Scope.counts(connection, budget.window, budget.limit.unit, filter) {
      try connection.run(
        "INSERT INTO counters VALUES (?, ?, ?, ?)",
        [.integer(number), .integer(opens), .integer(count.held), .integer(count.spent)])
    }
  }

  /// What a scope has counted in the window that holds `time`.
  func count(_ scope: Scope, at time: Int64) throws(ReframeError) -> Count {
    try connection.rows(
      "SELECT held, spent FROM counters WHERE scope = ? AND opens = ?",
      [.integer(scope.number), .integer(scope.window.opens(time))]
    ) { Count(held: $0.integer(0), spent: $0.integer(1)) }.first ?? Count()
  }

  /// Counts what an attempt has become, in every scope; only a hold is kept to `limits`.
  func recount(
    _ before: AttemptRecord?, _ after: AttemptRecord, limits: [Int64: Int64] = [:]
  ) throws(ReframeError) {
    for scope in scopes where scope.filter.matches(after.attempt) {
      let old = before?.count(in: scope.unit) ?? Count()
      let new = after.count(in: scope.unit)
      guard old != new else { continue }
      let changed = try connection.run(
        """
        INSERT INTO counters (scope, opens, held, spent) SELECT ?1, ?2, ?3, ?4 WHERE ?3 + ?4 <= ?5
        ON CONFLICT (scope, opens) DO UPDATE SET held = held + ?3, spent = spent + ?4
          WHERE held + spent + ?3 + ?4 <= ?5
        """,
        [
          .integer(scope.number), .integer(scope.window.opens(after.heldAt)), .integer(new.held - old.held),
          .integer(new.spent - old.spent), .integer(limits[scope.number] ?? .max),
        ])
      guard changed == 1 else {
        throw ReframeError(
          .quota, "the ledger '\(connection.path)' cannot count more for a budget; nothing was booked")
      }
    }
  }
}

extension Scope {
  /// What such a scope counts in each window, from the attempts themselves.
  static func counts(
    _ connection: Connection, _ window: BudgetWindow, _ unit: String, _ filter: Budget.Filter
  ) throws(ReframeError) -> [Int64: Count] {
    let records = try connection.rows(
      """
      SELECT \(AttemptRecord.columns) FROM attempts
      WHERE (?1 IS NULL OR payer = ?1) AND (?2 IS NULL OR project = ?2) AND (?3 IS NULL OR provider = ?3)
        AND (?4 IS NULL OR model = ?4)
      """,
      [
        SQLValue(filter.key), SQLValue(filter.project), SQLValue(filter.provider), SQLValue(filter.model),
      ]
    ) { row in
      let record = AttemptRecord(row)
      return (window.opens(record.heldAt), record.count(in: unit))
    }
    var counts: [Int64: Count] = [:]
    for (opens, count) in records where count != Count() {
      var sum = counts[opens] ?? Count()
      let (held, heldTooMuch) = sum.held.addingReportingOverflow(count.held)
      let (spent, spentTooMuch) = sum.spent.addingReportingOverflow(count.spent)
      guard !heldTooMuch, !spentTooMuch else {
        throw ReframeError(
          .quota, "the ledger '\(connection.path)' holds more than can be counted in \(unit)")
      }
      sum = Count(held: held, spent: spent)
      counts[opens] = sum
    }
    return counts
  }
}
