/// A side of the placed source on a canvas.
package enum CanvasSide: String, CaseIterable, Sendable {
  case left, right, top, bottom

  /// Whether it lies beside the source, not above or below.
  package var isBeside: Bool { self == .left || self == .right }
}
