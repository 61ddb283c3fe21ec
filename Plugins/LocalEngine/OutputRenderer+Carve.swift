internal import Carving
internal import Imaging
import ReframeSDK

extension OutputRenderer {
  /// The canvas with the carved source in place: scaled to the size in which it is placed, and carved there. What is
  /// enlarged is carved as it stands and scaled afterwards, so that work and memory are bounded by source and canvas.
  func drawCarved(
    _ framing: Framing, _ carve: PixelSize, progress: @escaping @Sendable (Double) -> Void
  ) throws(ReframeError) -> Raster {
    let place = framing.placement
    let size = Raster.Size(
      width: max(1, Int(place.width.rounded())), height: max(1, Int(place.height.rounded())))
    let before = Raster.Size(
      width: Self.scaled(size.width, by: picture.size.width, over: carve.width),
      height: Self.scaled(size.height, by: picture.size.height, over: carve.height))
    let carver = Carver(carving(progress))
    return try imaging { () throws(ImagingError) in
      guard before.width <= raster.width, before.height <= raster.height else {
        let carved = try carver.carve(
          raster,
          to: Raster.Size(
            width: Self.scaled(raster.width, by: carve.width, over: picture.size.width),
            height: Self.scaled(raster.height, by: carve.height, over: picture.size.height))
        ).picture
        return try drawShown(framing, of: carved)
      }
      let source = before == raster.size ? raster : try raster.resized(to: before, isCancelled: isCancelled)
      return try drawPlaced(framing, carver.carve(source, to: size).picture)
    }
  }

  private func carving(_ progress: @escaping @Sendable (Double) -> Void) -> CarveOptions {
    var options = CarveOptions()
    options.guide = CarveGuide(subjects)
    options.isCancelled = { [job = picture.job] in job.isCancelled }
    options.progress = progress
    options.effort = request.generationMode == .fast ? .fast : .balanced
    return options
  }

  /// The canvas with what it shows of a picture in the size in which that is placed.
  private func drawPlaced(_ framing: Framing, _ carved: Raster) throws(ImagingError) -> Raster {
    let place = framing.placement
    let visible = place.visible(on: framing.canvas)
    guard visible.size != PixelSize(carved.size) || visible.size != framing.canvas else { return carved }
    let canvas = try canvas(framing)
    carved.copy(
      Raster.Rect(
        x: min(max(0, visible.x - Int(place.x.rounded())), max(0, carved.width - visible.width)),
        y: min(max(0, visible.y - Int(place.y.rounded())), max(0, carved.height - visible.height)),
        width: min(visible.width, carved.width), height: min(visible.height, carved.height)),
      into: canvas, x: visible.x, y: visible.y)
    return canvas
  }

  /// A side times one over another: by as much as carving changes it, or would have to be undone.
  private static func scaled(_ side: Int, by factor: Int, over divisor: Int) -> Int {
    max(1, Int((Double(side) * Double(factor) / Double(divisor)).rounded()))
  }
}
