package import ReframeSDK

/// How large a canvas is, and how much of the source's resolution it can use.
package enum CanvasRule {
  /// The largest part of `source` with the ratio: whole pixels, at least one each way.
  package static func largestCrop(_ aspect: AspectRatio, of source: PixelSize) -> PixelSize {
    let crop = roundedCrop(aspect, of: source)
    return PixelSize(width: max(1, crop.width), height: max(1, crop.height))
  }

  /// The smallest canvas with the ratio that holds all of `source` at its own scale.
  package static func smallestCanvas(_ aspect: AspectRatio, around source: PixelSize) -> PixelSize {
    if isWider(source, than: aspect) {
      let height = Int((Double(source.width) / aspect.value).rounded())
      return PixelSize(width: source.width, height: max(source.height, height))
    }
    let width = Int((Double(source.height) * aspect.value).rounded())
    return PixelSize(width: max(source.width, width), height: source.height)
  }

  /// Whether the source has the output's ratio already, so that it need only be scaled.
  package static func matches(_ output: OutputRequest, source: PixelSize) -> Bool {
    roundedCrop(output.aspect, of: source) == source
  }

  private static func isWider(_ source: PixelSize, than aspect: AspectRatio) -> Bool {
    source.width * aspect.height > source.height * aspect.width
  }

  /// The largest crop, of no width or height if that is less than half a pixel.
  private static func roundedCrop(_ aspect: AspectRatio, of source: PixelSize) -> PixelSize {
    if isWider(source, than: aspect) {
      let width = Int((Double(source.height) * aspect.value).rounded())
      return PixelSize(width: min(source.width, width), height: source.height)
    }
    let height = Int((Double(source.width) / aspect.value).rounded())
    return PixelSize(width: source.width, height: min(source.height, height))
  }

  /// Canvas pixels for each source pixel, at most 1: the decoder need not give more. Where the planner is free
  /// to choose, the most that any of its choices can use.
  package static func scale(_ output: OutputRequest, mode: ReframeMode, source: PixelSize) -> Double {
    guard let canvas = output.size else { return 1 }
    let (horizontal, vertical) = (
      Double(canvas.width) / Double(source.width), Double(canvas.height) / Double(source.height)
    )
    if let place = output.placement {
      return min(1, max(place.width * horizontal, place.height * vertical))
    }
    return min(1, mode == .expand ? min(horizontal, vertical) : max(horizontal, vertical))
  }

  /// The canvas on which a source placed over `share` of the width keeps its own scale.
  package static func canvas(_ aspect: AspectRatio, source: PixelSize, share: UnitRect) -> PixelSize {
    let width = max(1, Int((Double(source.width) / share.width).rounded()))
    return PixelSize(width: width, height: max(1, Int((Double(width) / aspect.value).rounded())))
  }
}
