internal import Glibc
import ReframeSDK

/// Waits as long as a job is wanted and its deadline has not passed.
struct MockWait {
  let job: JobContext
  /// Whether the job was taken when the wait was given up.
  let accepted: ReframeError.Acceptance

  /// The longest sleep between two looks at the job, in milliseconds.
  private static let step = 10

  /// Waits so long. Throws `cancelled` or `timeout` once the result is of no use.
  func milliseconds(_ duration: Int) throws(ReframeError) {
    try check()
    let end = Self.monotonic() + Int64(duration)
    while true {
      let left = end - Self.monotonic()
      guard left > 0 else { return }
      usleep(UInt32(min(left, Int64(Self.step))) * 1000)
      try check()
    }
  }

  /// Throws `cancelled` or `timeout` if the result is of no use.
  func check() throws(ReframeError) {
    if job.isCancelled { throw ReframeError(.cancelled, "the job was cancelled", accepted: accepted) }
    if let deadline = job.deadline, Self.time(CLOCK_REALTIME) >= deadline {
      throw ReframeError(.timeout, "the job's deadline passed", accepted: accepted)
    }
  }

  private static func monotonic() -> Int64 { time(CLOCK_MONOTONIC) }

  private static func time(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }
}
