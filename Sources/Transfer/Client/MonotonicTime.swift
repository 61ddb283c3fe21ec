internal import Glibc

/// A clock that never jumps, and waiting by it.
enum MonotonicTime {
  /// Milliseconds since some moment in the past.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Waits so long, or until the caller wants no more.
  static func pause(_ milliseconds: Int64, _ isCancelled: () -> Bool) {
    let end = now + milliseconds
    while now < end, !isCancelled() {
      let piece = min(end - now, 50)
      guard piece > 0 else { return }
      var time = timespec(tv_sec: 0, tv_nsec: Int(piece) * 1_000_000)
      nanosleep(&time, nil)
    }
  }
}
