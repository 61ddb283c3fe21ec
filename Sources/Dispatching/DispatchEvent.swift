package import ReframeSDK

/// Something that happened while an order ran, for logs and `--explain`.
package enum DispatchEvent: Sendable {
  /// The engines to try were chosen.
  case routed(Route)
  /// The provider's limits or its breaker make the attempt wait, until milliseconds since 1970.
  case queued(model: String, provider: String, until: Int64, reason: String)
  /// An engine was passed over although it is in the route: its breaker is open, or a budget has not enough left.
  case passed(model: String, provider: String, reason: String)
  /// Money is held and the call begins.
  case began(attempt: String, model: String, provider: String, number: Int)
  /// The service took it.
  case accepted(attempt: String, ticket: String)
  /// The attempt failed; `next` says what follows.
  case failed(attempt: String, model: String, error: ReframeError, next: String)
  /// The attempt did it. `charge` is what was captured.
  case finished(attempt: String, model: String, charge: Money?)
}

/// What came of an order.
package struct DispatchResult: Equatable, Sendable {
  /// The attempt that did it.
  package var attempt: String
  package var model: String
  package var provider: String
  /// What was captured for it; `nil` if that is not known.
  package var charge: Money?
  /// How many attempts there were.
  package var attempts: Int
  /// Milliseconds from the first call to the end of the last.
  package var milliseconds: Int64
  /// Why the charge could not be written down; the attempt is then still open in the book. `nil` if it was.
  package var unsettled: ReframeError?
}

/// Why an order was not done.
package struct DispatchFailure: Error, Equatable, Sendable {
  /// The error that counts: that of the last attempt, or why there was none.
  package var error: ReframeError
  /// One line for every engine that was dropped, passed over or failed, in order.
  package var reasons: [String]
  /// An attempt that may have been paid for and has to be resumed or reconciled.
  package var unfinished: String?

  package init(error: ReframeError, reasons: [String], unfinished: String? = nil) {
    self.error = error
    self.reasons = reasons
    self.unfinished = unfinished
  }
}
