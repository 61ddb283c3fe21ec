internal import Loading
internal import Synchronization

/// A fixed number of threads that work through a list; calls into plugins block, so they stay off Swift's
/// cooperative pool.
struct WorkerThreads {
  /// How many.
  let count: Int

  /// Calls `body` for every item and answers what it said, in the items' order. Returns when all are done.
  func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    guard count > 1, items.count > 1 else { return items.map(body) }
    let queue = Mutex((next: 0, results: [Result?](repeating: nil, count: items.count)))
    let work: @Sendable () -> Void = {
      while true {
        let index = queue.withLock { state in
          defer { state.next += 1 }
          return state.next
        }
        guard index < items.count else { return }
        let result = body(items[index])
        queue.withLock { $0.results[index] = result }
      }
    }
    let threads = (1..<count).compactMap { _ in PosixThread(work) }
    work()
    threads.forEach { $0.join() }
    return queue.withLock { $0.results.compactMap { $0 } }
  }
}
