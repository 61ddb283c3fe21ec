internal import Glibc
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

/// A thread of the system's.
struct PosixThread {
  private let thread: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts one; `nil` if the system has none left.
  init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Body(body))
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits until it is done.
  func join() { pthread_join(thread, nil) }

  /// Lets it go its own way.
  func detach() { pthread_detach(thread) }
}
