package import Jobs
internal import ReframeSDK

/// Gets orders done: runs a machine on the caller's thread, with a book, a clock and the gate that all share.
///
/// Money is held, durably, before anything is sent, and a ticket is stored, durably, before anybody waits: a process
/// that dies at any moment leaves in the book what it may owe.
package final class Dispatcher: Sendable {
  private let book: (any AttemptBook)?
  private let clock: any DispatchClock
  private let admission: Admission

  /// Without a book only engines that are free are used.
  package init(
    book: (any AttemptBook)?, clock: any DispatchClock = SystemClock(), admission: Admission = Admission()
  ) {
    self.book = book
    self.clock = clock
    self.admission = admission
  }

  /// Does the order on the first engine that can. Blocks; call it on a thread of your own.
  package func run(_ order: Order) throws(DispatchFailure) -> DispatchResult {
    let route = Route(order)
    order.onEvent(.routed(route))
    let machine = AttemptMachine(
      order, route, hasBook: book != nil, seed: UInt64.random(in: .min ... .max))
    return try drive(machine, order.deadline, order.cancellation, order.onEvent)
  }

  /// Takes up an attempt that an earlier process left accepted: polls its ticket and settles it, and never buys.
  package func resume(
    _ booked: BookedAttempt, runner: any AttemptRunner, cancellation: Cancellation = Cancellation(),
    deadline: Int64? = nil, onEvent: @escaping @Sendable (DispatchEvent) -> Void = { _ in }
  ) throws(DispatchFailure) -> DispatchResult {
    let attempt = booked.attempt
    guard booked.state == .accepted, let ticket = booked.ticket else {
      let message =
        "The attempt \(attempt.id) cannot be resumed: it is \(booked.state.rawValue)"
        + (booked.ticket == nil ? " and has no ticket" : "")
      throw DispatchFailure(error: ReframeError(.invalidArgument, message), reasons: [])
    }
    let quote = Quote(
      lines: [], expected: attempt.expected, maximum: attempt.maximum, rule: attempt.rule,
      version: attempt.ruleVersion)
    let candidate = Candidate(model: attempt.model, provider: attempt.provider, quote: quote, runner: runner)
    let machine = AttemptMachine(
      resuming: attempt, ticket: ticket, candidate, deadline: deadline, seed: UInt64.random(in: .min ... .max)
    )
    return try drive(machine, deadline, cancellation, onEvent)
  }

  private func drive(
    _ machine: consuming AttemptMachine, _ deadline: Int64?, _ cancellation: Cancellation,
    _ onEvent: @Sendable (DispatchEvent) -> Void
  ) throws(DispatchFailure) -> DispatchResult {
    var machine = machine
    var visit: Int?
    var call = AttemptCall(attempt: "", deadline: deadline, cancellation: cancellation)
    var turn = machine.start(moment(cancellation))
    while true {
      if let outcome = turn.leaving, let visitor = visit {
        admission.leave(visitor, outcome, clock: clock)
        visit = nil
      }
      turn.events.forEach(onEvent)
      let event: AttemptMachine.Event
      switch turn.action {
      case .finish(.done(let result)): return result
      case .finish(.failed(let failure)): throw failure
      case .admit(let patience): event = admit(machine.candidate, patience, &call, &visit, onEvent)
      case .hold(let attempt): event = hold(attempt)
      case .write(let write): event = self.write(write)
      case .wait(let milliseconds, let isInterruptible):
        wait(milliseconds, unless: isInterruptible ? cancellation : Cancellation())
        event = .waited
      case .submit(let attempt), .poll(let attempt, _), .cancel(let attempt, _):
        call.attempt = attempt
        if machine.isLookingOnceMore {
          // The job has ended, and whoever is told so asks nobody: this question has a time of its own.
          (call.deadline, call.cancellation) = (clock.now + Self.lastLook, Cancellation())
        }
        event = ask(machine.candidate?.runner, turn.action, call)
      }
      turn = machine.handle(event, moment(cancellation))
    }
  }

  private func moment(_ cancellation: Cancellation) -> AttemptMachine.Moment {
    AttemptMachine.Moment(now: clock.now, isCancelled: cancellation.isRaised)
  }

  private func admit(
    _ candidate: Candidate?, _ patience: Int64, _ call: inout AttemptCall, _ visit: inout Int?,
    _ onEvent: @Sendable (DispatchEvent) -> Void
  ) -> AttemptMachine.Event {
    guard let candidate else { return .refused("there is no engine") }
    let entry = admission.enter(
      candidate.engine, limits: candidate.limits, patience: patience, call: call, clock: clock
    ) { until, reason in
      onEvent(
        .queued(model: candidate.model, provider: candidate.provider, until: until, reason: reason))
    }
    switch entry {
    case .refused(let reason): return .refused(reason)
    case .entered(let visitor):
      visit = visitor
      return .admitted(attempt: Identifier.make("att", at: clock.now))
    }
  }

  private func hold(_ attempt: Attempt) -> AttemptMachine.Event {
    guard let book else { return .holdRefused(.failed(Self.noBook)) }
    do {
      try book.holdForSending(attempt, at: clock.now)
      return .held
    } catch {
      return .holdRefused(error)
    }
  }

  private func write(_ write: AttemptMachine.BookWrite) -> AttemptMachine.Event {
    guard let book else { return .writeFailed(Self.noBook) }
    let now = clock.now
    do throws(ReframeError) {
      switch write {
      case .accept(let id, let ticket): try book.accept(id, ticket: ticket, at: now)
      case .capture(let id, let amount, let isPresumed):
        try book.capture(id, amount, isPresumed: isPresumed, at: now)
      case .release(let id, let reason): try book.release(id, reason: reason, at: now)
      }
      return .written
    } catch {
      return .writeFailed(error)
    }
  }

  private func ask(
    _ runner: (any AttemptRunner)?, _ action: AttemptMachine.Action, _ call: AttemptCall
  ) -> AttemptMachine.Event {
    guard let runner else { return .waited }
    do throws(ReframeError) {
      switch action {
      case .submit: return .answered(try runner.submit(call))
      case .poll(_, let ticket): return .answered(try runner.poll(ticket, call))
      case .cancel(_, let ticket):
        // It is asked for politely only: the poll that follows tells how it stands.
        try? runner.cancel(ticket, call)
        return .waited
      default: return .waited
      }
    } catch {
      return .failed(error)
    }
  }

  private func wait(_ milliseconds: Int64, unless cancellation: Cancellation) {
    guard milliseconds > 0 else { return }
    let now = clock.now
    clock.wait(until: milliseconds < .max - now ? now + milliseconds : .max, unless: cancellation)
  }

  /// Milliseconds for one more question after the job's end.
  private static let lastLook: Int64 = 30_000
  private static let noBook = ReframeError(.internalFault, "there is no ledger")
}
