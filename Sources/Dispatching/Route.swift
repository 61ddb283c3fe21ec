/// The engines of an order in the order in which they will be tried, and why the others will not.
package struct Route: Sendable {
  /// An engine that was kept, and why it stands where it does.
  package struct Step: Sendable {
    package var candidate: Candidate
    package var reason: String

    package init(candidate: Candidate, reason: String) {
      self.candidate = candidate
      self.reason = reason
    }
  }

  /// An engine that was dropped, and why.
  package struct Dropped: Equatable, Sendable {
    package var model: String
    package var provider: String
    package var reasons: [String]
  }

  /// What will be tried, in order.
  package var steps: [Step]
  /// What will not.
  package var dropped: [Dropped]

  package init(steps: [Step], dropped: [Dropped]) {
    self.steps = steps
    self.dropped = dropped
  }
}
