import Dispatch
import ReframeSDK
import Synchronization

/// Work on several outputs at a time.
enum Parallel {
  /// Calls `body` for each item, as many at a time as there are processors without a job of their own. Throws the first
  /// error; items that have not begun by then are left.
  static func forEach<Item: Sendable>(
    _ items: [Item], _ body: @Sendable (Item) throws(ReframeError) -> Void
  ) throws(ReframeError) {
    guard JobsInFlight.haveRoom else {
      for item in items { try body(item) }
      return
    }
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
