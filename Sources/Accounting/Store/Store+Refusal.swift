internal import Jobs
internal import ReframeSDK

extension Store {
  /// Why a budget forbids an attempt at `time`; `nil` if none does, and then what its scopes may reach.
  func refusal(_ attempt: Attempt, _ time: Int64, _ limits: inout [Int64: Int64]) throws(ReframeError)
    -> HoldRefusal?
  {
    if attempt.maximum?.micros == 0 { return nil }
    for budget in budgets where budget.filter.matches(attempt) {
      guard let maximum = attempt.maximum else {
        return .overBudget(
          budget: budget.name,
          message:
            "the price of \(attempt.model) is not known, and budget '\(budget.name)' limits what may be "
            + "spent on it: give it a price in a price book, or choose another model")
      }
      let unit = budget.limit.unit
      guard
        let amount = [maximum, attempt.comparedMaximum].lazy.compactMap({ $0 }).first(where: {
          $0.unit == unit
        })
      else {
        return .overBudget(
          budget: budget.name,
          message:
            "\(attempt.model) is paid in \(maximum.unit) and budget '\(budget.name)' counts \(unit): set the "
            + "rate of \(maximum.unit) in \(unit), or give it a budget in \(maximum.unit)")
      }
      guard let scope = scopes.first(where: { $0.serves(budget) }) else {
        throw ReframeError(
          .internalFault, "the ledger '\(connection.path)' does not count budget '\(budget.name)'")
      }
      let count = try count(scope, at: time)
      let used = Money(micros: count.held, unit: unit).adding(Money(micros: count.spent, unit: unit))
      guard let used, let sum = used.adding(amount), sum.micros <= budget.limit.micros else {
        return .overBudget(
          budget: budget.name, message: overText(budget, count, attempt, amount, time))
      }
      limits[scope.number] = min(limits[scope.number] ?? .max, budget.limit.micros)
    }
    return nil
  }

  private func overText(
    _ budget: Budget, _ count: Count, _ attempt: Attempt, _ amount: Money, _ time: Int64
  ) -> String {
    let limit = budget.limit
    let left = limit.micros.subtractingReportingOverflow(count.held).partialValue
      .subtractingReportingOverflow(count.spent).partialValue
    var text = "budget '\(budget.name)' has \(Money(micros: max(0, left), unit: limit.unit).plain) left of "
    text += "\(limit.plain)\(budget.window.phrase), and \(attempt.model) may cost \(amount.plain)"
    if count.held > 0 {
      text += "; \(Money(micros: count.held, unit: limit.unit).plain) is held for runs under way"
    }
    guard let next = budget.window.nextOpens(time) else {
      return text + "; it does not open again: raise it to go on"
    }
    text += "; it opens again on \(UTC.text(next))"
    guard lag.behind > 0, budget.window.opens(lag.clock) != budget.window.opens(time) else { return text }
    return text
      + " (the clock went back: it says \(UTC.text(lag.clock)), and the ledger has seen \(UTC.text(time)))"
  }
}
