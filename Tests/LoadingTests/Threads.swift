import Foundation
import Synchronization

/// Calls from several threads at once, without waiting for any time to pass.
enum Threads {
  /// Runs `body` on so many threads and waits for all of them.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      Thread {
        body(index)
        group.leave()
      }.start()
    }
    group.wait()
  }

  /// The most threads that were ever inside at once, of eight that enter 500 times each.
  static func mostAtOnce(_ enter: @escaping @Sendable (() -> Void) -> Void) -> Int {
    let inside = Atomic(0)
    let most = Atomic(0)
    let entries = Atomic(0)
    run(8) { _ in
      for _ in 0..<500 {
        enter {
          let now = inside.add(1, ordering: .sequentiallyConsistent).newValue
          most.max(now, ordering: .sequentiallyConsistent)
          entries.add(1, ordering: .relaxed)
          inside.subtract(1, ordering: .sequentiallyConsistent)
        }
      }
    }
    return entries.load(ordering: .relaxed) == 4000 ? most.load(ordering: .relaxed) : -1
  }

  /// Whether two calls can be inside at the same time: each waits in its body for the other.
  static func meet(
    _ first: @escaping @Sendable (() -> Void) -> Void, _ second: @escaping @Sendable (() -> Void) -> Void
  ) -> Bool {
    let arrived = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
    let met = Atomic(0)
    run(2) { index in
      (index == 0 ? first : second) {
        arrived[index].signal()
        // Only a call that is kept out lets the time run down.
        if arrived[1 - index].wait(timeout: .now() + 20) == .success { met.add(1, ordering: .relaxed) }
      }
    }
    return met.load(ordering: .relaxed) == 2
  }
}
