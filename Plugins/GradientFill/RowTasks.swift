import Dispatch
import ReframeSDK

/// Rows on all processors, each the same on any number of them.
enum RowTasks {
  /// Calls `body` for every row, `each` rows at a time between looks at the job. Throws `cancelled`.
  static func run(_ rows: Range<Int>, each: Int, job: JobContext, _ body: @Sendable (Int) -> Void)
    throws(ReframeError)
  {
    try spans(rows, each: each, job: job) { span in
      for row in span { body(row) }
    }
  }

  /// Calls `body` for spans of `each` rows. Throws `cancelled`.
  static func spans(_ rows: Range<Int>, each: Int, job: JobContext, _ body: @Sendable (Range<Int>) -> Void)
    throws(ReframeError)
  {
    DispatchQueue.concurrentPerform(iterations: (rows.count + each - 1) / each) { index in
      guard !job.isCancelled else { return }
      let start = rows.lowerBound + index * each
      body(start..<min(rows.upperBound, start + each))
    }
    try job.checkCancelled()
  }
}
