internal import Imaging
private import Synchronization

/// Whether a carve is still wanted: asked between pieces of work, on any thread. What was said once stays said.
final class StopSign: Sendable {
  private let isCancelled: @Sendable () -> Bool
  private let isOver = Atomic(false)

  /// Rows between two questions: a few milliseconds' work, however long they are.
  static let rows = 64

  init(_ isCancelled: @escaping @Sendable () -> Bool) { self.isCancelled = isCancelled }

  /// Asks. Throws `cancelled`.
  func poll() throws(ImagingError) {
    if isCancelled() { isOver.store(true, ordering: .relaxed) }
    try check()
  }

  /// Throws `cancelled` if anybody was told so.
  func check() throws(ImagingError) {
    if isOver.load(ordering: .relaxed) { throw ImagingError(.cancelled) }
  }

  /// Calls `body` for some rows at a time, and asks in between. Throws `cancelled`.
  func walk(_ all: Range<Int>, _ body: (Range<Int>) throws(ImagingError) -> Void) throws(ImagingError) {
    for start in stride(from: all.lowerBound, to: all.upperBound, by: Self.rows) {
      if start > all.lowerBound { try poll() }
      try body(start..<min(all.upperBound, start + Self.rows))
    }
  }
}
