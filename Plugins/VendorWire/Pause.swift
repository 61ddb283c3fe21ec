internal import Glibc
package import ReframeSDK

/// A wait that ends when the job is cancelled.
package enum Pause {
  /// Blocks for so long. Throws `cancelled` within 50 ms of the job's being no longer wanted.
  package static func wait(milliseconds: Int64, job: JobContext) throws(ReframeError) {
    var left = milliseconds
    while left > 0 {
      try job.checkCancelled()
      let step = min(left, 40)
      usleep(UInt32(step * 1000))
      left -= step
    }
    try job.checkCancelled()
  }
}
