import ReframeSDK

/// One of the rectangles that the exposed area is filled in, in their order.
struct ExposedRegion {
  /// The side of the placed source that a region continues.
  enum Side: UInt32 {
    case left, right, top, bottom

    /// Whether it lies beside the source, not above or below.
    var isBeside: Bool { self == .left || self == .right }
  }

  let side: Side
  /// What is to be filled.
  let rect: PixelRect
  /// What is there already and is continued: as wide, or as high, as `rect`, and touching it.
  let known: PixelRect

  /// Left and right over the placed rows, then above and below over all columns; those that hold a pixel.
  static func all(canvas: PixelSize, placed: PixelRect) -> [ExposedRegion] {
    let wide = PixelRect(x: 0, y: placed.y, width: canvas.width, height: placed.height)
    return [
      ExposedRegion(
        side: .left, rect: PixelRect(x: 0, y: placed.y, width: placed.x, height: placed.height), known: placed
      ),
      ExposedRegion(
        side: .right,
        rect: PixelRect(
          x: placed.maxX, y: placed.y, width: canvas.width - placed.maxX, height: placed.height),
        known: placed),
      ExposedRegion(
        side: .top, rect: PixelRect(x: 0, y: 0, width: canvas.width, height: placed.y), known: wide),
      ExposedRegion(
        side: .bottom,
        rect: PixelRect(x: 0, y: placed.maxY, width: canvas.width, height: canvas.height - placed.maxY),
        known: wide),
    ].filter { !$0.rect.isEmpty }
  }

  /// Pixels outwards.
  var depth: Int { side.isBeside ? rect.width : rect.height }

  /// The part of what is known that lies within `depth` pixels of the border.
  func band(_ depth: Int) -> PixelRect {
    var band = known
    switch side {
    case .left: band.width = depth
    case .right: (band.x, band.width) = (known.maxX - depth, depth)
    case .top: band.height = depth
    case .bottom: (band.y, band.height) = (known.maxY - depth, depth)
    }
    return band
  }
}
