import Dispatch
import ReframeSDK

/// Work cut into pieces that know nothing of each other, so that it does not matter how many threads do them.
enum Bands {
  /// Calls `body` with 0 to `count`, as many at a time as there are processors. Throws `cancelled`; no piece may
  /// take longer than some milliseconds, as only those not begun are left out then.
  static func forEach(
    _ count: Int, job: JobContext, _ body: @Sendable (Int) -> Void
  ) throws(ReframeError) {
    try job.checkCancelled()
    DispatchQueue.concurrentPerform(iterations: count) { index in
      if !job.isCancelled { body(index) }
    }
    try job.checkCancelled()
  }

  /// The same for the rows of `range` in bands of `height`.
  static func forEachRow(
    in range: Range<Int>, height: Int = 32, job: JobContext, _ body: @Sendable (Range<Int>) -> Void
  ) throws(ReframeError) {
    try forEach((range.count + height - 1) / height, job: job) { band in
      let start = range.lowerBound + band * height
      body(start..<min(range.upperBound, start + height))
    }
  }
}
