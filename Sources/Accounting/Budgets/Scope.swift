internal import ReframeSDK

/// What the file counts for budgets: every attempt that matches, in windows, in one unit. Budgets that differ
/// in name and limit only share one.
///
/// Scopes are in the file, so that a process that knows nothing of a budget still counts for it.
struct Scope: Equatable {
  var number: Int64
  var window: BudgetWindow
  var unit: String
  var filter: Budget.Filter

  init?(_ row: Row) {
    guard let window = BudgetWindow(rawValue: row.text(1)) else { return nil }
    number = row.integer(0)
    self.window = window
    unit = row.text(2)
    filter = Budget.Filter(
      key: row.optionalText(3), project: row.optionalText(4), provider: row.optionalText(5),
      model: row.optionalText(6))
  }

  /// Whether it counts what the budget limits.
  func serves(_ budget: Budget) -> Bool {
    window == budget.window && unit == budget.limit.unit && filter == budget.filter
  }

  /// Every scope of the file.
  static func all(_ connection: Connection) throws(ReframeError) -> [Scope] {
    try connection.rows(
      "SELECT number, window, unit, payer, project, provider, model FROM scopes ORDER BY number"
    ) { Scope($0) }.compactMap { $0 }
  }
}

/// What a scope has counted in a window.
struct Count: Equatable {
  /// Held by unfinished attempts.
  var held: Int64 = 0
  /// Spent by settled ones.
  var spent: Int64 = 0
}
