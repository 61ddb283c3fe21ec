internal import Dispatch
internal import Glibc

/// The system's clock.
package struct SystemClock: DispatchClock {
  package init() {}

  package var now: Int64 { Self.milliseconds(CLOCK_REALTIME) }

  package var ticks: Int64 { Self.milliseconds(CLOCK_MONOTONIC) }

  /// Once begun, the wait takes as long as it was to take, even if the clock is set meanwhile.
  package func wait(until time: Int64, unless cancellation: Cancellation) {
    let now = now
    guard time > now else { return }
    let woken = DispatchSemaphore(value: 0)
    let token = cancellation.onRaise { woken.signal() }
    // A day is long enough for one wait: whoever waits looks again.
    let length = min(time - max(0, now), Self.longest)
    _ = woken.wait(timeout: .now() + .milliseconds(Int(length)))
    cancellation.remove(token)
  }

  private static let longest: Int64 = 86_400_000

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
