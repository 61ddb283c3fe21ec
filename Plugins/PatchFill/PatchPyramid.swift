import ReframeSDK

/// The picture at its own scale and at halves of it, as far as it has anything to match there.
struct PatchPyramid {
  /// The finest first.
  let levels: [PatchLevel]
  /// The alpha of the finest level; `nil` if the canvas has none.
  let alpha: AlphaPlane?

  /// Reads the placed part of `canvas`, both sides of which are at least those of a window, for a pyramid over
  /// `view`, which holds it.
  init(
    _ canvas: inout MutablePixelView, view: PixelRect, placed: PixelRect, job: JobContext
  ) throws(ReframeError) {
    let known = Box(
      x0: placed.x - view.x, y0: placed.y - view.y, x1: placed.maxX - view.x, y1: placed.maxY - view.y)
    let finest = PatchLevel(width: view.width, height: view.height, known: known)
    alpha = canvas.channels == 4 ? AlphaPlane(count: view.width * view.height) : nil
    for y in 0..<placed.height {
      if y % 32 == 0 { try job.checkCancelled() }
      let start = (known.y0 + y) * finest.width + known.x0
      let target = finest.pixels + start
      let opacity = alpha.map { $0.values + start }
      canvas.withRow(placed.y + y) { row in
        for x in 0..<placed.width {
          let sample = (placed.x + x) * (opacity == nil ? 3 : 4)
          var colour = SIMD4<UInt32>(
            UInt32(row[sample]), UInt32(row[sample + 1]), UInt32(row[sample + 2]), 0)
          if let opacity {
            opacity[x] = row[sample + 3]
            colour = (colour &* UInt32(opacity[x]) &+ 127) / 255
          }
          target[x] = PatchLevel.Pixel(truncatingIfNeeded: colour)
        }
      }
    }
    let count = PatchPlan.levels(view.size)
    var levels = [finest]
    while levels.count < count, let coarser = try Self.halved(levels[levels.count - 1], job: job) {
      levels.append(coarser)
    }
    self.levels = levels
  }

  /// Known pixels at half the scale; `nil` if fewer than two windows a side would be left.
  private static func halved(_ fine: PatchLevel, job: JobContext) throws(ReframeError) -> PatchLevel? {
    let known = fine.known.halved(canvas: fine.width, fine.height)
    guard min(known.width, known.height) >= 2 * Window.side else { return nil }
    let coarse = PatchLevel(width: (fine.width + 1) / 2, height: (fine.height + 1) / 2, known: known)
    try Bands.forEachRow(in: known.y0..<known.y1, job: job) { rows in
      for y in rows {
        let upper = fine.pixels + 2 * y * fine.width
        let lower = fine.pixels + min(fine.known.y1 - 1, 2 * y + 1) * fine.width
        for x in known.x0..<known.x1 {
          let right = min(fine.known.x1 - 1, 2 * x + 1)
          var sum = SIMD4<UInt16>(truncatingIfNeeded: upper[2 * x])
          sum &+= SIMD4<UInt16>(truncatingIfNeeded: upper[right])
          sum &+= SIMD4<UInt16>(truncatingIfNeeded: lower[2 * x])
          sum &+= SIMD4<UInt16>(truncatingIfNeeded: lower[right])
          coarse.pixels[y * coarse.width + x] = PatchLevel.Pixel(truncatingIfNeeded: (sum &+ 2) &>> 2)
        }
      }
    }
    return coarse
  }
}
