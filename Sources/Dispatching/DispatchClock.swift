/// The time, and waiting for it. The system's in production, a virtual one in tests.
package protocol DispatchClock: Sendable {
  /// Milliseconds since 1970.
  var now: Int64 { get }
  /// Blocks until then, or until the flag is raised.
  func wait(until time: Int64, unless cancellation: Cancellation)
}
