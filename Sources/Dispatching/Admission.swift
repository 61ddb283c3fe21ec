internal import Synchronization

/// The gate that all orders of a process share: who may not submit yet waits here, without burning time.
package final class Admission: Sendable {
  /// Whether an engine may be called.
  enum Entry: Equatable {
    /// It may; leave with this number.
    case entered(Int)
    /// It may not, or would not be in time.
    case refused(String)
  }

  private struct State {
    var gate: Gate
    /// What wakes each visitor that waits.
    var sleepers: [Int: Cancellation] = [:]

    /// What wakes the first in a line: only that one can go, so only that one is woken.
    func first(in line: String) -> Cancellation? { gate.first(in: line).flatMap { sleepers[$0] } }
  }

  private let state: ContendedLock<State>
  private let visitors = Atomic(0)

  package init(_ settings: Breaker.Settings = Breaker.Settings()) {
    state = ContendedLock(State(gate: Gate(settings)))
  }

  /// Waits until the engine may be called; not longer than `patience` milliseconds that are known beforehand, nor
  /// beyond the deadline or a cancel.
  func enter(
    _ engine: Engine, limits: ProviderLimits, patience: Int64, call: AttemptCall, clock: any DispatchClock,
    onQueued: (_ until: Int64, _ reason: String) -> Void
  ) -> Entry {
    let visitor = visitors.add(1, ordering: .relaxed).newValue
    var said: String?
    while true {
      let now = clock.now
      guard !call.cancellation.isRaised, now < call.deadline ?? .max else {
        return refuse(visitor, "the job ended before its turn came", clock)
      }
      let wake = Cancellation()
      let ticks = clock.ticks
      let (verdict, sleeper) = state.withLock { state in
        let verdict = state.gate.ask(visitor, engine, limits: limits, at: ticks)
        if case .wait = verdict { state.sleepers[visitor] = wake }
        return (verdict, verdict == .go ? state.first(in: limits.line(at: engine.provider)) : nil)
      }
      sleeper?.raise()
      switch verdict {
      case .go: return .entered(visitor)
      case .refused(let reason):
        return refuse(visitor, reason, clock)
      case .wait(let milliseconds, let reason):
        let length = milliseconds ?? 0
        guard length <= patience, length < (call.deadline ?? .max) - now else {
          return refuse(visitor, reason, clock)
        }
        let until = milliseconds.map { now + $0 } ?? call.deadline ?? .max
        if said != reason { onQueued(until, reason) }
        said = reason
        sleep(until: until, wake, call.cancellation, clock)
        state.withLock { $0.sleepers[visitor] = nil }
      }
    }
  }

  /// Gives the place back and says how it went.
  func leave(_ visitor: Int, _ outcome: Gate.Outcome, clock: any DispatchClock) {
    let ticks = clock.ticks
    let sleeper = state.withLock { state in
      state.gate.leave(visitor, outcome, at: ticks).flatMap { state.first(in: $0) }
    }
    sleeper?.raise()
  }

  private func refuse(_ visitor: Int, _ reason: String, _ clock: any DispatchClock) -> Entry {
    state.withLock { $0.sleepers[visitor] = nil }
    leave(visitor, .abandoned(didSubmit: false), clock: clock)
    return .refused(reason)
  }

  /// Waits until then, until a place may be free, or until the job is cancelled.
  private func sleep(
    until time: Int64, _ wake: Cancellation, _ cancellation: Cancellation, _ clock: any DispatchClock
  ) {
    let token = cancellation.onRaise { wake.raise() }
    clock.wait(until: time, unless: wake)
    cancellation.remove(token)
  }
}
