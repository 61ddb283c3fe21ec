/// A rectangle in fractions of a picture or canvas: 0 is the left or top edge, 1 the right or bottom one.
public struct UnitRect: Codable, Hashable, Sendable {
  /// Left edge.
  public var x: Double
  /// Top edge.
  public var y: Double
  /// Width.
  public var width: Double
  /// Height.
  public var height: Double

  /// Makes a rectangle from its top left corner and its size, all as fractions.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Right edge.
  public var maxX: Double { x + width }
  /// Bottom edge.
  public var maxY: Double { y + height }
  /// Middle between left and right.
  public var midX: Double { x + width / 2 }
  /// Middle between top and bottom.
  public var midY: Double { y + height / 2 }
  /// Share of the picture that it covers.
  public var area: Double { max(0, width) * max(0, height) }

  /// The part that lies in both rectangles; of no area when they do not meet.
  public func intersection(_ other: UnitRect) -> UnitRect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return UnitRect(
      x: left, y: top, width: max(0, min(maxX, other.maxX) - left),
      height: max(0, min(maxY, other.maxY) - top))
  }
}
