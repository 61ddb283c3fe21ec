/// The time, and waiting for it. The system's in production, a virtual one in tests.
package protocol DispatchClock: Sendable {
  /// Milliseconds since 1970.
  var now: Int64 { get }
  /// Milliseconds since any fixed moment, which never go back: what limits and breakers count in.
  var ticks: Int64 { get }
  /// Blocks until then, or until the flag is raised.
  func wait(until time: Int64, unless cancellation: Cancellation)
}

extension DispatchClock {
  /// For clocks that are never set.
  package var ticks: Int64 { now }
}
