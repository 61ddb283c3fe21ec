internal import Jobs
internal import ReframeSDK

// What follows when something fails. The rule above all others: after `accepted == .no` another try is free; after
// anything else nothing is bought, until somebody knows.
extension AttemptMachine {
  mutating func pass(_ candidate: Candidate, _ reason: String) {
    reasons.append("\(candidate.engine): passed over: \(reason)")
    turn.events.append(.passed(model: candidate.model, provider: candidate.provider, reason: reason))
  }

  mutating func refused(_ reason: String, _ moment: Moment) -> Action {
    if let ended = interruption(moment) { return fail(ended) }
    if let candidate { pass(candidate, reason) }
    return nextEngine(moment)
  }

  mutating func holdRefused(_ refusal: HoldRefusal, _ moment: Moment) -> Action {
    turn.leaving = .abandoned(didSubmit: false)
    switch refusal {
    case .overBudget(_, let message):
      if let candidate { pass(candidate, message) }
    case .failed(let error):
      if let candidate { pass(candidate, "the ledger cannot be used: \(error.message)") }
    case .unfinished(let booked):
      current = nil
      let ticket = Self.quoted(booked.ticket).map { " (\($0) at \(booked.attempt.provider))" } ?? ""
      let name = "attempt \(booked.attempt.id)\(ticket) at the same job"
      let message =
        switch booked.state {
        case .accepted: "\(name) is unfinished and may have been paid for; fetch it with 'reframe resume'"
        case .held, .sending: "\(name) is under way; wait for it"
        case .captured, .released:
          "\(name) may have been paid for, and nobody has confirmed it; reconcile it, or say --buy-again"
        }
      let error = ReframeError(.unavailable, message, accepted: booked.state == .accepted ? .yes : .unknown)
      return fail(error, unfinished: booked.attempt.id)
    }
    return nextEngine(moment)
  }

  mutating func submitFailed(_ error: ReframeError, _ moment: Moment) -> Action {
    guard let current else { return nextEngine(moment) }
    // What is free cannot be bought twice.
    switch current.isBooked ? error.accepted : .no {
    case .no: return notSold(error, moment)
    case .yes: return sold(error, current.attempt.expected, moment)
    case .unknown: return sold(error, current.attempt.maximum, moment)
    }
  }

  mutating func pollFailed(_ error: ReframeError, _ moment: Moment) -> Action {
    guard let current else { return nextEngine(moment) }
    var isLast = false
    if case .lastPoll = phase { isLast = true }
    // Some services do not know their own jobs for the first moments.
    let isEarly = error.kind == .notFound && error.accepted != .no && current.pollFaults < Self.earlyPolls
    if error.isRetryable || isEarly || error.saysNothingOfTheJob && error.accepted != .no {
      guard !isLast, error.isRetryable || isEarly else { return leaveUnfinished(moment, because: error) }
      self.current?.pollFaults += 1
      self.current?.pollTrouble = error.message
      return wait(jitter.backoff(current.pollFaults + 1, atLeast: error.retryAfterMilliseconds), moment)
    }
    switch current.isBooked ? error.accepted : .no {
    case .no: return notSold(error, moment)
    case .yes: return sold(error, current.attempt.expected, moment)
    case .unknown: return sold(error, current.attempt.maximum, moment)
    }
  }

  /// How often a service may not know the ticket that it gave.
  private static let earlyPolls = 3

  /// It certainly costs nothing: the same engine once more, or the next one.
  private mutating func notSold(_ error: ReframeError, _ moment: Moment) -> Action {
    guard let current, let candidate else { return nextEngine(moment) }
    turn.leaving = .failed(error)
    lastError = error
    let ended = interruption(moment)
    let next: Next
    let words: String
    if let ended {
      next = .finish(failure(ended, adding: line(candidate, error)))
      words = "stopped: \(ended.message)"
    } else if isOnlyPolling {
      next = .finish(failure(error, adding: line(candidate, error)))
      words = "it was not paid for"
    } else if let wait = retryWait(after: error, moment) {
      next = .retry(after: wait)
      words = "tried again in \(spoken(milliseconds: wait))"
    } else {
      next = .nextEngine
      words = index + 1 < candidates.count ? "the next engine is tried" : "no engine is left"
      if FaultClass(error.kind) == .credentials {
        barred[candidate.provider] = "\(candidate.provider) refused this order: \(error.message)"
      }
    }
    reasons.append(line(candidate, error))
    turn.events.append(
      .failed(attempt: current.attempt.id, model: candidate.model, error: error, next: words))
    return write(.release(current.attempt.id, reason: error.message), then: next, moment)
  }

  /// It was paid for, or nobody knows that it was not: written down as paid, and nothing else is bought.
  private mutating func sold(_ error: ReframeError, _ amount: Money?, _ moment: Moment) -> Action {
    guard let current, let candidate else { return nextEngine(moment) }
    turn.leaving = .failed(error)
    let id = current.attempt.id
    let price = amount.map { ", \($0.words)," } ?? ""
    let doubt =
      error.accepted == .yes ? "was taken by the service, which may charge for it" : "may have been sold"
    let whole = ReframeError(
      error.kind,
      "\(error.message). The attempt \(id) \(doubt); it\(price) is in the ledger as presumed. Nothing else was "
        + "bought: look at what \(candidate.provider) charged, reconcile \(id), and only then run the job again",
      code: error.code, accepted: error.accepted)
    reasons.append(line(candidate, error))
    turn.events.append(
      .failed(attempt: id, model: candidate.model, error: error, next: "stopped: it may have been paid for"))
    return write(
      .capture(id, amount, isPresumed: true), then: .finish(failure(whole, unfinished: id)), moment)
  }

  /// The service still has it: its ticket stays in the book, and somebody may poll it another time.
  mutating func leaveUnfinished(_ moment: Moment, because error: ReframeError? = nil) -> Action {
    guard let current, let candidate else { return nextEngine(moment) }
    turn.leaving = .abandoned(didSubmit: true)
    let id = current.attempt.id
    let cause = interruption(moment) ?? error ?? ReframeError(.timeout, "the job has not ended")
    let remedy = current.isBooked ? "; resume the attempt \(id) instead of buying again" : ""
    let name = Self.quoted(current.ticket).map { " as \($0)" } ?? ""
    let told = current.pollTrouble.flatMap { cause.message.contains($0) ? nil : $0 }
    let trouble = told.map { " (when asked: \($0))" } ?? ""
    let whole = ReframeError(
      cause.kind, "\(cause.message)\(trouble), but \(candidate.provider) still has it\(name)\(remedy)",
      code: cause.code, accepted: .yes)
    reasons.append(line(candidate, cause))
    turn.events.append(
      .failed(attempt: id, model: candidate.model, error: cause, next: "stopped: the service still has it"))
    return fail(whole, unfinished: openAttempt)
  }

  mutating func writeFailed(
    _ write: BookWrite, _ next: Next, _ failures: Int, _ error: ReframeError, _ moment: Moment
  ) -> Action {
    // An amount that no book takes is nobody's price; what was expected is, until somebody has looked.
    if case .capture(let id, .some, _) = write, error.kind == .invalidArgument {
      return self.write(.capture(id, nil, isPresumed: true), then: next, moment)
    }
    guard failures >= 5 else {
      phase = .rewriting(write, then: next, failures: failures)
      return .wait(Int64(25) << Int64(failures), isInterruptible: false)
    }
    let id = current?.attempt.id ?? ""
    let ledger = "the ledger cannot be written: \(error.message)"
    switch (write, next) {
    case (.accept(_, let ticket), _):
      turn.leaving = .abandoned(didSubmit: true)
      let message =
        "\(candidate?.provider ?? "the service") has the job as '\(ticket)' (attempt \(id)), but \(ledger). "
        + "Keep that ticket: it is written nowhere else. Do not run the job again before it is reconciled"
      return fail(ReframeError(error.kind, message, accepted: .yes), unfinished: id)
    case (.capture, .finish(.done(var result))):
      result.unsettled = ReframeError(
        error.kind, "the job was done, but \(ledger); reconcile the attempt \(id)", accepted: .yes)
      return .finish(.done(result))
    case (_, .finish(.failed(var failure))):
      if !failure.error.message.contains(ledger) { failure.error.message += " (and \(ledger))" }
      return .finish(.failed(failure))
    case (.release, _), (.capture, _):
      let cause = lastError.map { "\($0.message). It was not paid for, but " } ?? ""
      return fail(ReframeError(error.kind, "\(cause)\(ledger); reconcile the attempt \(id)"), unfinished: id)
    }
  }

  /// Milliseconds until the engine is tried again; `nil` if the next one is better.
  private mutating func retryWait(after error: ReframeError, _ moment: Moment) -> Int64? {
    guard error.isRetryable, tries < order.triesPerEngine, FaultClass(error.kind) != .credentials else {
      return nil
    }
    let wait = jitter.backoff(tries, atLeast: error.retryAfterMilliseconds)
    return wait <= patience && wait < timeLeft(moment) ? wait : nil
  }

  /// The attempt that is open in the book.
  var openAttempt: String? { current.flatMap { $0.isBooked ? $0.attempt.id : nil } }

  /// A ticket as people read it; `nil` for the long ones that only a plugin reads. The book has it anyway.
  private static func quoted(_ ticket: String?) -> String? {
    ticket.flatMap { $0.count > 80 ? nil : "'\($0)'" }
  }

  /// The end without a result.
  mutating func fail(_ error: ReframeError, unfinished: String? = nil) -> Action {
    .finish(failure(error, unfinished: unfinished))
  }

  func failure(_ error: ReframeError, unfinished: String? = nil, adding reason: String? = nil) -> Ending {
    .failed(
      DispatchFailure(error: error, reasons: reasons + (reason.map { [$0] } ?? []), unfinished: unfinished))
  }

  /// Why no engine was even tried.
  var noEngine: ReframeError {
    let what = candidates.isEmpty ? "No engine may do this job" : "No engine can take this job now"
    let why = reasons.isEmpty ? "none is set up" : reasons.joined(separator: "; ")
    return ReframeError(candidates.isEmpty ? .unsupported : .unavailable, "\(what): \(why)")
  }

  private func line(_ candidate: Candidate, _ error: ReframeError) -> String {
    "\(candidate.engine): failed: \(error.message)"
  }
}

extension ReframeError {
  /// Whether it is about the question, not about the job that was asked after.
  fileprivate var saysNothingOfTheJob: Bool {
    switch kind {
    case .unauthenticated, .forbidden, .quota, .rateLimited, .timeout, .cancelled, .unavailable,
      .resourceExhausted:
      true
    default: false
    }
  }
}
