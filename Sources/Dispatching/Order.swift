package import ReframeSDK

/// What the dispatcher is asked to get done, and within which bounds.
package struct Order: Sendable {
  /// The job's id.
  package var job: String
  /// The same for the same source, wish and route: while an attempt with it is unfinished, nothing more is bought.
  package var fingerprint = ""
  /// Everything that might do it, in the order of the route.
  package var candidates: [Candidate]
  /// How to choose among them.
  package var policy = RoutePolicy()
  /// Who pays.
  package var key = ""
  /// For which project.
  package var project = ""
  /// What whoever takes an attempt up in another process has to know, JSON.
  package var context = ""
  /// Milliseconds since 1970 after which the result is of no use.
  package var deadline: Int64?
  /// Raised when the result is no longer wanted.
  package var cancellation = Cancellation()
  /// Hears what happens, from the thread that runs the order.
  package var onEvent: @Sendable (DispatchEvent) -> Void = { _ in }

  package init(job: String, candidates: [Candidate]) {
    self.job = job
    self.candidates = candidates
  }
}

/// How to choose among engines, and what is allowed when one fails.
package struct RoutePolicy: Equatable, Sendable {
  /// What counts first.
  package enum Preference: String, CaseIterable, Sendable {
    /// The order in which they are listed.
    case order
    /// Lowest expected price.
    case cheapest
    /// Shortest measured duration.
    case fastest
    /// Highest quality tier.
    case best
  }

  /// Where engines on this machine stand, whatever the preference.
  package enum LocalPlace: String, CaseIterable, Sendable {
    /// Where the preference puts them.
    case any
    case first
    case last
    /// They are not used.
    case never
    /// Nothing else is used.
    case only
  }

  package var preference = Preference.order
  package var local = LocalPlace.any
  /// The most that the order may cost over all attempts, in the unit of comparison; `nil` for any amount.
  package var maximumCost: Money?
  /// Whether an engine whose price is not known may be used.
  package var allowsUnknownPrice = false
  /// How many engines are tried; `nil` for all of the route.
  package var engineLimit: Int?
  /// How often one engine is tried after failures that are retryable and were not accepted.
  package var triesPerEngine = 3

  package init() {}
}
