internal import Jobs
internal import ReframeSDK

// The way of an attempt as long as nothing fails.
extension AttemptMachine {
  /// The next engine that may be tried, or the end.
  mutating func nextEngine(_ moment: Moment) -> Action {
    current = nil
    while index + 1 < candidates.count {
      index += 1
      tries = 0
      if let ended = interruption(moment) { return fail(ended) }
      let candidate = candidates[index]
      if let reason = barred[candidate.provider] {
        pass(candidate, reason)
      } else if !candidate.isFree, !hasBook {
        pass(candidate, "it costs money, and there is no ledger to write that down in")
      } else if let limit = order.engineLimit, enginesTried >= limit {
        pass(candidate, "no more than \(limit) engine\(limit == 1 ? "" : "s") may be tried")
      } else {
        return admit(moment)
      }
    }
    return fail(lastError ?? noEngine)
  }

  mutating func admit(_ moment: Moment) -> Action {
    if let ended = interruption(moment) { return fail(ended) }
    phase = .admitting
    return .admit(patience: patience)
  }

  /// How long the current engine may make the order wait.
  var patience: Int64 {
    index + 1 < candidates.count ? Self.patience.withOthers : Self.patience.alone
  }

  mutating func admitted(_ id: String, _ moment: Moment) -> Action {
    guard let candidate else { return nextEngine(moment) }
    var attempt = Attempt(
      id: id, job: order.job, number: attempts + 1, model: candidate.model, provider: candidate.provider)
    attempt.fingerprint = order.fingerprint
    attempt.key = order.key
    attempt.project = order.project
    attempt.context = order.context
    attempt.expected = candidate.quote.expected
    attempt.maximum = candidate.quote.maximum
    attempt.comparedMaximum = candidate.comparedMaximum
    attempt.rule = candidate.quote.rule
    attempt.ruleVersion = candidate.quote.version
    current = Current(attempt: attempt, isBooked: !candidate.isFree)
    if let ended = interruption(moment) {
      turn.leaving = .abandoned(didSubmit: false)
      return fail(ended)
    }
    guard !candidate.isFree else { return submit(moment) }
    phase = .holding
    return .hold(attempt)
  }

  /// The last moment at which nothing has been sent.
  mutating func submit(_ moment: Moment) -> Action {
    guard let current, let candidate else { return nextEngine(moment) }
    if let ended = interruption(moment) {
      turn.leaving = .abandoned(didSubmit: false)
      return write(
        .release(current.attempt.id, reason: "not sent: \(ended.message)"), then: .finish(failure(ended)),
        moment)
    }
    attempts += 1
    tries += 1
    if tries == 1 { enginesTried += 1 }
    turn.events.append(
      .began(
        attempt: current.attempt.id, model: candidate.model, provider: candidate.provider, number: attempts))
    phase = .submitting
    return .submit(attempt: current.attempt.id)
  }

  mutating func submitted(_ answer: AttemptAnswer, _ moment: Moment) -> Action {
    guard let attempt = current?.attempt else { return nextEngine(moment) }
    switch answer {
    case .finished(let charge): return finished(charge, moment)
    case .ticket(let ticket) where !ticket.isEmpty:
      current?.ticket = ticket
      turn.events.append(.accepted(attempt: attempt.id, ticket: ticket))
      return write(.accept(attempt.id, ticket: ticket), then: .wait(0), moment)
    case .ticket, .pending:
      return submitFailed(
        ReframeError(
          .internalFault, "\(attempt.model) took the job without saying how to ask after it",
          accepted: .unknown),
        moment)
    }
  }

  mutating func polled(_ answer: AttemptAnswer, _ moment: Moment) -> Action {
    current?.pollFaults = 0
    current?.pollTrouble = nil
    switch answer {
    case .finished(let charge): return finished(charge, moment)
    case .pending(let asked): return waitToPoll(asked, moment)
    case .ticket: return waitToPoll(0, moment)
    }
  }

  /// Asks again later: when the service says, else ever more rarely, from a quarter of a second to five.
  private mutating func waitToPoll(_ asked: Int64, _ moment: Moment) -> Action {
    if case .lastPoll = phase { return leaveUnfinished(moment) }
    let polls = current?.polls ?? 0
    current?.polls += 1
    let own = min(5_000, Int64(250) << Int64(min(polls, 5)))
    return wait(asked > 0 ? min(asked, 60_000) : own, moment)
  }

  mutating func wait(_ milliseconds: Int64, _ moment: Moment) -> Action {
    phase = .waiting
    return .wait(min(milliseconds, timeLeft(moment)), isInterruptible: true)
  }

  mutating func waited(_ moment: Moment) -> Action {
    guard let current, let ticket = current.ticket, interruption(moment) != nil else {
      return poll(as: .polling)
    }
    // Of a job whose last question failed nobody knows that it is not done, and what is done is not to be dropped.
    guard current.pollFaults == 0 else { return poll(as: .lastPoll) }
    phase = .cancelling
    return .cancel(attempt: current.attempt.id, ticket: ticket)
  }

  mutating func poll(as phase: Phase) -> Action {
    self.phase = phase
    return .poll(attempt: current?.attempt.id ?? "", ticket: current?.ticket ?? "")
  }

  private mutating func finished(_ charge: Money?, _ moment: Moment) -> Action {
    guard let current else { return nextEngine(moment) }
    let attempt = current.attempt
    turn.leaving = .succeeded
    let paid = charge ?? attempt.expected
    turn.events.append(.finished(attempt: attempt.id, model: attempt.model, charge: paid))
    let result = DispatchResult(
      attempt: attempt.id, model: attempt.model, provider: attempt.provider, charge: paid,
      attempts: attempts, milliseconds: max(0, moment.now - (startedAt ?? moment.now)),
      unsettled: current.isBooked ? nil : unbooked(charge, by: attempt))
    return write(.capture(attempt.id, charge, isPresumed: false), then: .finish(.done(result)), moment)
  }

  /// What to tell of money that was taken for what was to cost nothing, as it is not in the book.
  private func unbooked(_ charge: Money?, by attempt: Attempt) -> ReframeError? {
    guard let charge, charge.micros > 0 else { return nil }
    return ReframeError(
      .internalFault,
      "\(attempt.provider) charged \(charge.words) for \(attempt.model), which was to cost nothing; it is not in "
        + "the ledger: correct its price in the price book", accepted: .yes)
  }

  /// Takes a step in the book, if the attempt is in it, and goes on.
  mutating func write(_ write: BookWrite, then next: Next, _ moment: Moment) -> Action {
    guard current?.isBooked == true else { return go(next, moment) }
    phase = .writing(write, then: next, failures: 0)
    return .write(write)
  }

  mutating func go(_ next: Next, _ moment: Moment) -> Action {
    switch next {
    case .wait(let milliseconds): return milliseconds > 0 ? wait(milliseconds, moment) : waitToPoll(0, moment)
    case .retry(let milliseconds):
      current = nil
      phase = .backingOff
      return .wait(milliseconds, isInterruptible: true)
    case .nextEngine: return nextEngine(moment)
    case .finish(let ending): return .finish(ending)
    }
  }

  /// Why the job is no longer wanted; `nil` if it is.
  func interruption(_ moment: Moment) -> ReframeError? {
    if moment.isCancelled { return ReframeError(.cancelled, "the job was cancelled") }
    guard moment.now >= order.deadline ?? .max else { return nil }
    return ReframeError(.timeout, "the job's deadline has passed")
  }

  func timeLeft(_ moment: Moment) -> Int64 {
    order.deadline.map { max(0, $0 - moment.now) } ?? .max
  }
}
