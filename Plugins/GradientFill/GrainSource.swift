import ReframeSDK

/// What the tones leave of the band inside a border: grain and fine texture.
struct GrainSource: @unchecked Sendable {
  /// Where the band lies on the canvas.
  let band: PixelRect
  /// Row by row in sixteenths of a level, alpha premultiplied.
  private(set) var values: [SIMD4<Int16>]
  /// Steps of a level.
  static let scale: Float = 16
  /// Side of the square blocks that brightness and strength are known of, in pixels.
  static let block = 16
  let blockColumns: Int
  let blockRows: Int
  /// Mean brightness of each block.
  private(set) var brightness: [Float] = []
  /// Mean absolute grain of each block.
  private(set) var strength: [Float] = []
  /// For each block along the border the strength that is usual around it.
  private(set) var usual: [Float] = []
  /// The range of random offsets, in levels, that keeps rounded slopes from showing bands: nothing where there is
  /// grain, which does the same, and a little less than 1, so that whole numbers stay what they are.
  var dithering: Float { max(0, 0.98 * (1 - 2 * usual[usual.count / 2])) }

  init(_ region: ExposedRegion, pixels: LentPixels, tones: ToneGrid, job: JobContext) throws(ReframeError) {
    let extent = region.side.isBeside ? region.known.width : region.known.height
    let band = region.band(min(extent, max(48, min(160, region.depth / 2))))
    self.band = band
    blockColumns = (band.width + Self.block - 1) / Self.block
    blockRows = (band.height + Self.block - 1) / Self.block
    var grain = [SIMD4<Int16>](repeating: .zero, count: band.width * band.height)
    try grain.withUnsafeMutableBufferPointer { (cells) throws(ReframeError) in
      let output = UnsafeSharedGrain(cells)
      try RowTasks.spans(0..<band.height, each: 16, job: job) { span in
        let line = LineBuffer(tones.columns.count + 1)
        tones.columns.taps.withUnsafeBufferPointer { buffer in
          guard let taps = buffer.baseAddress else { return }
          for row in span {
            tones.line(band.y + row, into: line.base)
            for column in 0..<band.width {
              let x = band.x + column
              let own = Premultiplied.load(pixels.pixel(x, band.y + row), pixels.channels)
              let rest = ((own - ToneGrid.tone(line.base, taps, x)) * Self.scale).rounded(.toNearestOrEven)
              output[row * band.width + column] = SIMD4<Int16>(
                clamping: SIMD4<Int32>(rest))
            }
          }
        }
      }
    }
    values = grain
    survey(tones)
    usual = usualStrengths(beside: region.side.isBeside)
    limit(beside: region.side.isBeside)
  }

  /// Two fifths of the blocks around are weaker, so that what sticks out, as a subject does, is no model; nor may
  /// a stretch be much stronger than the whole side.
  private func usualStrengths(beside: Bool) -> [Float] {
    let count = beside ? blockRows : blockColumns
    let reach = max(3, count / 10)
    let most = 2.5 * strength.sorted()[strength.count / 2] + 0.5
    return (0..<count).map { place in
      var found: [Float] = []
      for other in max(0, place - reach)...min(count - 1, place + reach) {
        for depth in 0..<(beside ? blockColumns : blockRows) {
          found.append(strength[beside ? other * blockColumns + depth : depth * blockColumns + other])
        }
      }
      found.sort()
      return min(most, found[found.count * 2 / 5])
    }
  }

  /// Cuts off what no grain of the usual strength reaches: a normal one passes five times its mean in a pixel of 15,000.
  private mutating func limit(beside: Bool) {
    for y in 0..<band.height {
      for x in 0..<band.width {
        let most = Int16(min(255, 5 * usual[(beside ? y : x) / Self.block] + 2) * Self.scale)
        let value = values[y * band.width + x]
        values[y * band.width + x] = value.clamped(
          lowerBound: SIMD4(repeating: -most), upperBound: SIMD4(repeating: most))
      }
    }
  }

  /// Notes how bright and how strong the blocks are.
  private mutating func survey(_ tones: ToneGrid) {
    for row in 0..<blockRows {
      for column in 0..<blockColumns {
        let xs = column * Self.block..<min(band.width, (column + 1) * Self.block)
        let ys = row * Self.block..<min(band.height, (row + 1) * Self.block)
        var sum: Int32 = 0
        for y in ys {
          for x in xs {
            let rest = SIMD4<Int32>(truncatingIfNeeded: values[y * band.width + x])
            sum += rest.x.magnitude32 + 2 * rest.y.magnitude32 + rest.z.magnitude32
          }
        }
        strength.append(Float(sum) / (4 * Self.scale * Float(xs.count * ys.count)))
        brightness.append(
          tones.brightness(
            x: band.x + (xs.lowerBound + xs.upperBound) / 2, y: band.y + (ys.lowerBound + ys.upperBound) / 2))
      }
    }
  }
}

extension Int32 {
  fileprivate var magnitude32: Int32 { Int32(truncatingIfNeeded: magnitude) }
}

extension ToneGrid {
  /// Brightness at the cell that is nearest to a pixel, from 0 to 255.
  func brightness(x: Int, y: Int) -> Float {
    let (column, row) = (columns.taps[min(x, columns.taps.count - 1)], rows.taps[min(y, rows.taps.count - 1)])
    let tone = values[row.cell * columns.count + column.cell]
    return (tone.x + 2 * tone.y + tone.z) / 4
  }
}

/// Grain that several threads write, each its own rows.
private struct UnsafeSharedGrain: @unchecked Sendable {
  private let base: UnsafeMutableBufferPointer<SIMD4<Int16>>

  init(_ base: UnsafeMutableBufferPointer<SIMD4<Int16>>) { self.base = base }

  subscript(index: Int) -> SIMD4<Int16> {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }
}

/// Room for colours, freed with its owner.
final class LineBuffer {
  let base: UnsafeMutablePointer<SIMD4<Float>>

  /// Room for `count` colours, all zero.
  init(_ count: Int) {
    base = .allocate(capacity: count)
    base.initialize(repeating: .zero, count: count)
  }

  deinit { base.deallocate() }
}
