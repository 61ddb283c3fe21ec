import Dispatch
import ReframeSDK
import Synchronization

/// Work on several outputs at a time.
enum Parallel {
  /// Calls `body` for each item, as many at a time as there are processors. Throws the first error; items that
  /// have not begun by then are left.
  static func forEach<Item: Sendable>(
    _ items: [Item], _ body: @Sendable (Item) throws(ReframeError) -> Void
  ) throws(ReframeError) {
    let failure = Mutex<ReframeError?>(nil)
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      guard failure.withLock({ $0 == nil }) else { return }
      do throws(ReframeError) {
        try body(items[index])
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
