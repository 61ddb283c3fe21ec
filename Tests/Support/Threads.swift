internal import Foundation
internal import Synchronization

/// Calls from several threads at once, without waiting for any time to pass.
package enum Threads {
  /// Runs `body` on so many threads and waits for all of them.
  package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
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

  /// Calls `body` on so many threads at once and answers what each said.
  package static func map<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result)
    -> [Result]
  {
    let results = Mutex<[Result]>([])
    let group = DispatchGroup()
    let gathered = Box(results)
    for number in 0..<count {
      group.enter()
      Thread {
        let result = body(number)
        gathered.results.withLock { $0.append(result) }
        group.leave()
      }.start()
    }
    group.wait()
    return gathered.results.withLock { $0 }
  }

  /// The most threads that were ever inside at once, of eight that enter 500 times each.
  package static func mostAtOnce(_ enter: @escaping @Sendable (() -> Void) -> Void) -> Int {
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
  package static func meet(
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

  private final class Box<Result: Sendable>: Sendable {
    let results: Mutex<[Result]>
    init(_ results: consuming sending Mutex<[Result]>) { self.results = results }
  }
}
