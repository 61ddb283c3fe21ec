internal import Synchronization

/// A job's cancel flag: raised once, heard by everybody who waits or works for the job.
package final class Cancellation: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isRaised = false
    var listeners: [Int: @Sendable () -> Void] = [:]
    var next = 0
  }

  package init() {}

  /// Whether the job is no longer wanted.
  package var isRaised: Bool { state.withLock { $0.isRaised } }

  /// The job is no longer wanted. Listeners are called on this thread, once.
  package func raise() {
    let listeners = state.withLock { state in
      state.isRaised = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    listeners.forEach { $0() }
  }

  /// Calls `body` when the flag is raised, at once if it is; answers what `remove` wants.
  package func onRaise(_ body: @escaping @Sendable () -> Void) -> Int {
    let (token, isRaised) = state.withLock { state in
      state.next += 1
      if !state.isRaised { state.listeners[state.next] = body }
      return (state.next, state.isRaised)
    }
    if isRaised { body() }
    return token
  }

  /// Forgets a listener.
  package func remove(_ token: Int) { state.withLock { $0.listeners[token] = nil } }
}
