import Foundation
import Synchronization

@testable import Dispatching

/// A clock on which nobody who was woken goes on before the latch is open.
final class LatchedClock: DispatchClock {
  private let condition = NSCondition()
  private let state = Mutex<(flags: [Cancellation], isOpen: Bool)>(([], false))

  let now: Int64 = 1_000_000

  /// What wakes each who waits, in the order in which they began to.
  var flags: [Cancellation] { state.withLock { $0.flags } }

  func wait(until time: Int64, unless cancellation: Cancellation) {
    change { $0.flags.append(cancellation) }
    let token = cancellation.onRaise { self.change { _ in } }
    block { $0.isOpen && cancellation.isRaised }
    cancellation.remove(token)
  }

  /// Blocks until so many have begun to wait.
  func awaitWaiters(_ count: Int) { block { $0.flags.count >= count } }

  func open() { change { $0.isOpen = true } }

  private func change(_ body: (inout (flags: [Cancellation], isOpen: Bool)) -> Void) {
    condition.lock()
    state.withLock { body(&$0) }
    condition.broadcast()
    condition.unlock()
  }

  private func block(until isTrue: ((flags: [Cancellation], isOpen: Bool)) -> Bool) {
    condition.lock()
    while !isTrue(state.withLock { $0 }) { condition.wait() }
    condition.unlock()
  }
}
