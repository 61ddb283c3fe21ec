/// Notes how long each step took, in milliseconds.
struct StepClock: Sendable {
  private var last = ContinuousClock.now
  private(set) var steps: [String: Double] = [:]

  /// The step that ends now.
  mutating func mark(_ step: String) {
    let now = ContinuousClock.now
    steps[step] = Self.milliseconds(now - last)
    last = now
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    // Microseconds are as fine as anybody wants to read.
    return ((Double(seconds) * 1e3 + Double(attoseconds) / 1e15) * 1e3).rounded() / 1e3
  }
}
