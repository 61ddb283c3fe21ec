/// The rectangle that the scaled source takes on the canvas, in canvas pixels; it may bleed off.
public struct Placement: Codable, Hashable, Sendable {
  /// Left edge.
  public var x: Double
  /// Top edge.
  public var y: Double
  /// Width of the whole scaled source.
  public var width: Double
  /// Height of the whole scaled source.
  public var height: Double

  /// Makes a placement from its top left corner and its size, in canvas pixels.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The canvas pixels that show the source: edges rounded to whole pixels, cut at the canvas.
  public func visible(on canvas: PixelSize) -> PixelRect {
    let left = Self.edge(x, limit: canvas.width)
    let top = Self.edge(y, limit: canvas.height)
    return PixelRect(
      x: left, y: top, width: max(0, Self.edge(x + width, limit: canvas.width) - left),
      height: max(0, Self.edge(y + height, limit: canvas.height) - top))
  }

  /// Whether some of the canvas is left without source.
  public func exposes(_ canvas: PixelSize) -> Bool {
    visible(on: canvas) != PixelRect(canvas)
  }

  private static func edge(_ value: Double, limit: Int) -> Int {
    Int(min(max(value, 0), Double(limit)).rounded())
  }
}
