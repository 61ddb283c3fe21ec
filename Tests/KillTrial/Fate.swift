import Foundation
import Synchronization
import TestSupport

/// Decides by chance what fails, and when this process dies: at once, by a signal that nobody can catch.
final class Fate: Sendable {
  private let random: Mutex<SplitMix64>
  private let faults: AppendedLines
  /// One in so many steps is the last.
  private let lifespan: UInt64

  init(seed: UInt64, lifespan: UInt64, faults: AppendedLines) {
    random = Mutex(SplitMix64(seed: seed))
    self.lifespan = lifespan
    self.faults = faults
  }

  /// A number below `count`.
  func roll(_ count: UInt64) -> UInt64 { random.withLock { $0.next() % count } }

  /// A point at which the process may die, in the middle of whatever other threads do.
  func mayKill() {
    guard lifespan > 0, roll(lifespan) == 0 else { return }
    kill(getpid(), SIGKILL)
  }

  /// Counts a fault.
  func note(_ fault: String) { faults.add(fault) }
}
