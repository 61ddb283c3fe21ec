internal import Carving
internal import Imaging
import ReframeSDK

extension OutputRenderer {
  /// The canvas with the carved source in place: scaled to the size in which it is placed, and carved there.
  func drawCarved(_ framing: Framing, _ carve: PixelSize) throws(ReframeError) -> Raster {
    let place = framing.placement
    let size = Raster.Size(
      width: max(1, Int(place.width.rounded())), height: max(1, Int(place.height.rounded())))
    let before = Raster.Size(
      width: Self.scaled(size.width, picture.size.width, carve.width),
      height: Self.scaled(size.height, picture.size.height, carve.height))
    var options = CarveOptions()
    options.guide = CarveGuide(subjects)
    options.isCancelled = { picture.job.isCancelled }
    options.effort =
      switch request.generationMode {
      case .fast: .fast
      case .quality: .quality
      default: .balanced
      }
    let visible = place.visible(on: framing.canvas)
    return try imaging { () throws(ImagingError) in
      let source = before == raster.size ? raster : try raster.resized(to: before, isCancelled: isCancelled)
      let carved = try Carver(options).carve(source, to: size).picture
      guard visible.size != PixelSize(carved.size) || visible.size != framing.canvas else { return carved }
      let canvas = try Raster(
        size: Raster.Size(width: framing.canvas.width, height: framing.canvas.height),
        channels: raster.channels, allocator: framing.isExposed ? Raster.Allocator(picture.host) : .heap)
      carved.copy(
        Raster.Rect(
          x: min(max(0, visible.x - Int(place.x.rounded())), max(0, carved.width - visible.width)),
          y: min(max(0, visible.y - Int(place.y.rounded())), max(0, carved.height - visible.height)),
          width: min(visible.width, carved.width), height: min(visible.height, carved.height)),
        into: canvas, x: visible.x, y: visible.y)
      return canvas
    }
  }

  /// A side before carving, so that carving changes it by as much as is planned for the source.
  private static func scaled(_ side: Int, _ source: Int, _ carved: Int) -> Int {
    max(1, Int((Double(side) * Double(source) / Double(carved)).rounded()))
  }
}
