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

  /// The canvas pixels that show the source: edges rounded to whole pixels, cut at the canvas. However thin it is,
  /// a source that meets the canvas shows in one row and one column at least.
  public func visible(on canvas: PixelSize) -> PixelRect {
    let columns = Self.pixels(from: x, to: x + width, limit: canvas.width)
    let rows = Self.pixels(from: y, to: y + height, limit: canvas.height)
    return PixelRect(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
  }

  /// Whether some of the canvas is left without source.
  public func exposes(_ canvas: PixelSize) -> Bool {
    visible(on: canvas) != PixelRect(canvas)
  }

  private static func pixels(from start: Double, to end: Double, limit: Int) -> Range<Int> {
    let first = Int(min(max(start, 0), Double(limit)).rounded())
    let last = Int(min(max(end, 0), Double(limit)).rounded())
    guard first >= last, start < end, start < Double(limit), end > 0 else { return first..<max(first, last) }
    let only = Int(min(max(start, 0), Double(limit - 1)))
    return only..<only + 1
  }
}
