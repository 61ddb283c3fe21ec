internal import Jobs
package import ReframeSDK

/// How much may be spent in a window of time by whom or at whom.
package struct Budget: Equatable, Sendable {
  /// What messages call it.
  package var name: String
  /// The most that may be held and spent together; 0 forbids whatever costs something.
  package var limit: Money
  /// How long until it opens anew.
  package var window: BudgetWindow
  /// Which attempts count.
  package var filter: Filter

  /// Which attempts count; `nil` for any.
  package struct Filter: Equatable, Sendable {
    package var key: String?
    package var project: String?
    package var provider: String?
    package var model: String?

    package init(
      key: String? = nil, project: String? = nil, provider: String? = nil, model: String? = nil
    ) {
      self.key = key
      self.project = project
      self.provider = provider
      self.model = model
    }
  }

  package init(name: String, limit: Money, window: BudgetWindow, filter: Filter = Filter()) {
    self.name = name
    self.limit = limit
    self.window = window
    self.filter = filter
  }
}

extension Budget.Filter {
  /// Whether an attempt counts.
  func matches(_ attempt: Attempt) -> Bool {
    (key == nil || key == attempt.key) && (project == nil || project == attempt.project)
      && (provider == nil || provider == attempt.provider) && (model == nil || model == attempt.model)
  }
}

extension Budget {
  /// Throws for budgets that cannot be kept, and for two of one name.
  static func check(_ budgets: [Budget]) throws(ReframeError) {
    var names: Set<String> = []
    for budget in budgets {
      guard !budget.name.isEmpty else {
        throw ReframeError(.invalidArgument, "a budget has no name; give it one")
      }
      guard names.insert(budget.name).inserted else {
        throw ReframeError(.invalidArgument, "two budgets are called '\(budget.name)'; rename one")
      }
      guard budget.limit.micros >= 0 else {
        throw ReframeError(
          .invalidArgument, "budget '\(budget.name)' is negative (\(budget.limit.plain)); give 0 or more")
      }
      guard !budget.limit.unit.isEmpty else {
        throw ReframeError(
          .invalidArgument,
          "budget '\(budget.name)' does not say of what; give a unit such as USD or credits/vendor")
      }
    }
  }
}

extension Money {
  /// Such as `0.5 USD`.
  var plain: String { "\(decimal) \(unit)" }
}
