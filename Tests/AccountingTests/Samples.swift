@testable import Accounting
import Jobs
import ReframeSDK
import TestSupport

/// An hour of 2026-11-24, 10:00 UTC, in milliseconds since 1970.
let morning: Int64 = 1_795_514_400_000

/// So many thousandths of a dollar.
func mills(_ count: Int64) -> Money { Money(micros: count * 1000, unit: "USD") }

/// An attempt that costs at most, and probably, so many thousandths of a dollar.
func attempt(
  _ id: String, _ maximum: Int64? = 100, model: String = "photon-1", provider: String = "luma",
  fingerprint: String = "", key: String = "", project: String = ""
) -> Attempt {
  var attempt = Attempt(id: id, job: "job_1", number: 1, model: model, provider: provider)
  attempt.maximum = maximum.map(mills)
  attempt.expected = attempt.maximum
  attempt.fingerprint = fingerprint
  attempt.key = key
  attempt.project = project
  attempt.rule = "photon"
  attempt.ruleVersion = "2026-06"
  attempt.context = #"{"source":"photo.jpg"}"#
  return attempt
}

extension Budget {
  /// So many thousandths of a dollar.
  static func of(_ count: Int64, _ window: BudgetWindow = .total, _ filter: Filter = Filter()) -> Budget {
    Budget(name: "team", limit: mills(count), window: window, filter: filter)
  }
}

extension Ledger {
  /// Does all steps of a purchase.
  func buy(_ attempt: Attempt, _ amount: Money? = nil, isPresumed: Bool = false, at now: Int64 = morning)
    throws
  {
    try hold(attempt, at: now)
    try markSending(attempt.id, at: now)
    try capture(attempt.id, amount, isPresumed: isPresumed, at: now)
  }

  /// The message with which a budget refuses; `nil` if it does not.
  func refusal(_ attempt: Attempt, at now: Int64 = morning) throws -> String? {
    do throws(HoldRefusal) {
      try hold(attempt, at: now)
      return nil
    } catch {
      guard case .overBudget(_, let message) = error else { throw error }
      return message
    }
  }

  /// The only total there is.
  var total: SpendTotal? { get throws { try reader.spend(by: .provider).first } }
}
