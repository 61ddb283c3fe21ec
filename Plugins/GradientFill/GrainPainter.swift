import ReframeSDK

/// Writes a region: tones, grain upon them, rounded without bands.
struct GrainPainter: @unchecked Sendable {
  let region: ExposedRegion
  let tones: ToneGrid
  let grain: GrainSource
  let quilt: GrainQuilt
  let seed: UInt32

  /// Pixels from the border over which the grain's mirror image, which joins without a seam, gives way to the quilt.
  private static let join = 12

  func paint(_ pixels: LentPixels, job: JobContext) throws(ReframeError) {
    let rect = region.rect
    let across = Self.weights(quilt.width, overlap: quilt.overlapX)
    let down = Self.weights(quilt.height, overlap: quilt.overlapY)
    try RowTasks.spans(rect.y..<rect.maxY, each: 16, job: job) { span in
      let line = LineBuffer(tones.columns.count + 1)
      let sums = LineBuffer(rect.width)
      for y in span {
        tones.line(y, into: line.base)
        sums.base.update(repeating: .zero, count: rect.width)
        addQuilt(y - rect.y, to: sums.base, across: across, down: down)
        addMirror(y, to: sums.base)
        write(y, line: line.base, grain: sums.base, to: pixels)
      }
    }
  }

  /// Adds the one or two patches that lie over each pixel of a row.
  private func addQuilt(
    _ row: Int, to sums: UnsafeMutablePointer<SIMD4<Float>>, across: [Float], down: [Float]
  ) {
    let last = min(row / quilt.stepY, quilt.rows - 1)
    grain.values.withUnsafeBufferPointer { values in
      across.withUnsafeBufferPointer { across in
        for patchRow in max(0, last - 1)...last {
          let inPatch = row - patchRow * quilt.stepY
          guard inPatch < quilt.height else { continue }
          for patchColumn in 0..<quilt.columns {
            let origin = quilt.origins[patchRow * quilt.columns + patchColumn]
            let start = patchColumn * quilt.stepX
            let source = (origin.y + inPatch) * grain.band.width + origin.x
            let weight = patchRow == 0 && inPatch < quilt.overlapY ? 1 : down[inPatch]
            let first = patchColumn == 0 ? quilt.overlapX : 0
            for x in 0..<min(quilt.width, region.rect.width - start) {
              let share = x < first ? weight : weight * across[x]
              sums[start + x] += SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: values[source + x])) * share
            }
          }
        }
      }
    }
  }

  /// Lets the mirror image of the grain inside fade out over the pixels next to the border.
  private func addMirror(_ y: Int, to sums: UnsafeMutablePointer<SIMD4<Float>>) {
    let (rect, band) = (region.rect, grain.band)
    if region.side.isBeside {
      for depth in 0..<min(Self.join, rect.width, band.width - 1) {
        let x = region.side == .left ? rect.width - 1 - depth : depth
        let column = region.side == .left ? depth + 1 : band.width - 2 - depth
        fade(&sums[x], grain.values[(y - band.y) * band.width + column], depth)
      }
    } else {
      let depth = region.side == .top ? rect.maxY - 1 - y : y - rect.y
      guard depth < min(Self.join, band.height - 1) else { return }
      let row = region.side == .top ? depth + 1 : band.height - 2 - depth
      for x in 0..<rect.width { fade(&sums[x], grain.values[row * band.width + x], depth) }
    }
  }

  /// Joins by shares whose squares add up to one, as the two have nothing to do with each other.
  @inline(__always)
  private func fade(_ sum: inout SIMD4<Float>, _ mirrored: SIMD4<Int16>, _ depth: Int) {
    let share = (Float(depth) + 0.5) / Float(Self.join)
    sum =
      sum * share.squareRoot()
      + SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: mirrored)) * (1 - share).squareRoot()
  }

  private func write(
    _ y: Int, line: UnsafeMutablePointer<SIMD4<Float>>, grain: UnsafeMutablePointer<SIMD4<Float>>,
    to pixels: LentPixels
  ) {
    let rect = region.rect
    let dithering = self.grain.dithering
    var pixel = pixels.pixel(rect.x, y)
    let salt = UInt32(truncatingIfNeeded: y) &* 0x9E37_79B1 ^ seed &* 0x85EB_CA77
    tones.columns.taps.withUnsafeBufferPointer { buffer in
      guard let taps = buffer.baseAddress else { return }
      for x in 0..<rect.width {
        var color = ToneGrid.tone(line, taps, rect.x + x) + grain[x] * (1 / GrainSource.scale)
        if pixels.channels == 4 {
          color.w = min(255, max(0, color.w))
          color = pointwiseMin(color, SIMD4(repeating: color.w))
        }
        Premultiplied.store(
          color, pixel, pixels.channels,
          offset: (Self.random(UInt32(truncatingIfNeeded: x), salt) - 0.5) * dithering)
        pixel += pixels.channels
      }
    }
  }

  /// A number in 0..<1 that looks random.
  @inline(__always)
  private static func random(_ x: UInt32, _ salt: UInt32) -> Float {
    var hash = x &* 0xC2B2_AE3D ^ salt
    hash = (hash ^ hash >> 15) &* 0x2C1B_3C6D
    hash = (hash ^ hash >> 12) &* 0x297A_2D39
    return Float((hash ^ hash >> 15) >> 8) * (1 / 16_777_216)
  }

  /// Shares of a patch's columns, or rows: they rise over the overlap and fall over the next one's.
  private static func weights(_ count: Int, overlap: Int) -> [Float] {
    (0..<count).map { index in
      let fromEdge = min(index, count - 1 - index)
      return fromEdge < overlap ? ((Float(fromEdge) + 0.5) / Float(overlap)).squareRoot() : 1
    }
  }
}
