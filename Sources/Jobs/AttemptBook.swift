package import ReframeSDK

/// Why money was not held.
package enum HoldRefusal: Error, Equatable, Sendable {
  /// A budget has not enough left. The message names the budget, what is left of it and when it opens again.
  case overBudget(budget: String, message: String)
  /// An earlier attempt with the same fingerprint is unfinished: poll it or settle it before buying again.
  case unfinished(BookedAttempt)
  /// The book cannot be read or written; nothing was held.
  case failed(ReframeError)
}

/// Where money is held, captured and released: durable when a call returns, all or nothing, from any thread.
///
/// `hold` → `markSending` → (`accept`) → `capture` or `release`. Each step is taken once; a repeated one with the
/// same outcome is no fault, another is thrown as `invalidArgument`. Times are milliseconds since 1970.
package protocol AttemptBook: Sendable {
  /// Holds the attempt's maximum against every budget that applies, in one statement.
  func hold(_ attempt: Attempt, at now: Int64) throws(HoldRefusal)
  /// `hold` and `markSending` in one step, for whoever sends at once.
  func holdForSending(_ attempt: Attempt, at now: Int64) throws(HoldRefusal)
  /// The call is about to be made.
  func markSending(_ attempt: String, at now: Int64) throws(ReframeError)
  /// The service took the job; the ticket is what `poll` needs.
  func accept(_ attempt: String, ticket: String, at now: Int64) throws(ReframeError)
  /// It was paid for; what was held beyond `amount` is free again. `nil` stands for what was expected.
  /// `isPresumed` says that nobody confirmed it, so that it wants to be reconciled.
  func capture(_ attempt: String, _ amount: Money?, isPresumed: Bool, at now: Int64) throws(ReframeError)
  /// It was not paid for.
  func release(_ attempt: String, reason: String, at now: Int64) throws(ReframeError)
}

extension AttemptBook {
  /// One after the other, for books to which that is no difference.
  package func holdForSending(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) {
    try hold(attempt, at: now)
    do throws(ReframeError) {
      try markSending(attempt.id, at: now)
    } catch {
      // What cannot be undone either is found by whoever recovers the book: nothing was sent.
      try? release(attempt.id, reason: "not sent: \(error.message)", at: now)
      throw .failed(error)
    }
  }
}
