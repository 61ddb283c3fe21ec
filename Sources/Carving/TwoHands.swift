import Dispatch
import Synchronization

#if canImport(Glibc)
  private import Glibc
#endif

/// Work in two equal shares, done side by side again and again at little cost: the calling thread and a helper take
/// whichever share is left, so that all is done even if the helper never gets a processor.
///
/// Which thread does a share changes nothing of what is computed. Used from one thread.
final class TwoHands: @unchecked Sendable {
  private let next = Atomic(2)
  private let finished = Atomic(0)
  private let isOver = Atomic(false)
  private let work: (Int) -> Void

  /// How often an idle hand looks again before it offers its processor to others.
  private static let patience = 400

  /// Hands for `work`, which is told which share to do, 0 or 1. With one thread the caller does both.
  init(threads: Int, work: @escaping (Int) -> Void) {
    self.work = work
    guard threads > 1 else { return }
    DispatchQueue.global(qos: .userInitiated).async { self.help() }
  }

  /// Must be called when there is no more work, or the helper looks for it for ever.
  func end() { isOver.store(true, ordering: .releasing) }

  /// Does both shares, and returns when they are done.
  func run() {
    finished.store(0, ordering: .relaxed)
    next.store(0, ordering: .releasing)
    take()
    var looks = 0
    while finished.load(ordering: .acquiring) < 2 { Self.wait(&looks) }
  }

  private func take() {
    while next.load(ordering: .acquiring) < 2 {
      let share = next.add(1, ordering: .acquiringAndReleasing).oldValue
      guard share < 2 else { return }
      work(share)
      finished.add(1, ordering: .acquiringAndReleasing)
    }
  }

  private func help() {
    var looks = 0
    while !isOver.load(ordering: .acquiring) {
      if next.load(ordering: .acquiring) < 2 {
        take()
        looks = 0
      } else {
        Self.wait(&looks)
      }
    }
  }

  private static func wait(_ looks: inout Int) {
    looks += 1
    if looks > patience { sched_yield() }
  }
}
