/// The decision how a source meets a canvas: the canvas, and where on it the scaled source lies.
public struct Framing: Codable, Hashable, Sendable {
  /// Size of the result.
  public var canvas: PixelSize
  /// Where the source lies.
  public var placement: Placement
  /// The size to which the source is carved before it is placed; `nil` if it is not.
  public var carve: PixelSize?

  /// Makes a framing.
  public init(canvas: PixelSize, placement: Placement, carve: PixelSize? = nil) {
    self.canvas = canvas
    self.placement = placement
    self.carve = carve
  }

  /// The framing that shows `crop` (source pixels) of a source of size `source` over the whole canvas.
  public init(canvas: PixelSize, crop: PixelRect, of source: PixelSize) {
    let scaleX = Double(canvas.width) / Double(crop.width)
    let scaleY = Double(canvas.height) / Double(crop.height)
    self.init(
      canvas: canvas,
      placement: Placement(
        x: -Double(crop.x) * scaleX, y: -Double(crop.y) * scaleY, width: Double(source.width) * scaleX,
        height: Double(source.height) * scaleY))
  }

  /// Whether some of the canvas has to be filled.
  public var isExposed: Bool { placement.exposes(canvas) }

  /// Whether some of the source lies off the canvas.
  public var isCropped: Bool {
    placement.x < -0.5 || placement.y < -0.5
      || placement.x + placement.width > Double(canvas.width) + 0.5
      || placement.y + placement.height > Double(canvas.height) + 0.5
  }

  /// The part of the source that is shown, in fractions of the source.
  public var shown: UnitRect {
    let left = max(0, -placement.x / placement.width)
    let top = max(0, -placement.y / placement.height)
    let right = min(1, (Double(canvas.width) - placement.x) / placement.width)
    let bottom = min(1, (Double(canvas.height) - placement.y) / placement.height)
    return UnitRect(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
  }
}
