import Synchronization

@testable import Dispatching

/// A clock that goes only when somebody waits for it.
final class VirtualClock: DispatchClock {
  private let state: Mutex<(now: Int64, waits: [Int64])>

  init(_ now: Int64 = 1_000_000) { state = Mutex((now, [])) }

  var now: Int64 { state.withLock { $0.now } }

  /// How long each wait was.
  var waits: [Int64] { state.withLock { $0.waits } }

  func wait(until time: Int64, unless cancellation: Cancellation) {
    state.withLock { state in
      state.waits.append(time - state.now)
      if !cancellation.isRaised { state.now = max(state.now, time) }
    }
  }
}
