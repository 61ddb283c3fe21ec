/// How much finely changes in a band beside a border: means over tiles on a regular lattice.
struct TextureMeasure {
  /// Mean absolute step away from the border, in levels.
  let across: Float
  /// Mean absolute step in parallel to the border, in levels.
  let along: Float
  /// Mean absolute Laplacian of the calmest quarter of the tiles: grain rather than texture, in levels.
  let grain: Float

  static let tile = 12
  private static let tiles = (along: 32, depth: 6)

  /// Measures `depths`, which must hold at least three pixels, as must the side's length.
  init(_ side: BorderSide, depths: Range<Int>) {
    let height = min(Self.tile, depths.count)
    let width = min(Self.tile, side.length)
    var sums = (across: Float(0), along: Float(0))
    var grains: [Float] = []
    for depth in Self.lattice(depths, size: height, count: Self.tiles.depth) {
      for along in Self.lattice(0..<side.length, size: width, count: Self.tiles.along) {
        let found = Self.tile(side, along: along..<along + width, depth: depth..<depth + height)
        sums.across += found.x
        sums.along += found.y
        grains.append(found.z)
      }
    }
    grains.sort()
    let calm = grains.prefix((grains.count + 3) / 4)
    across = sums.across / Float(grains.count)
    along = sums.along / Float(grains.count)
    grain = calm.reduce(0, +) / Float(calm.count)
  }

  /// Beginnings of at most `count` stretches of `size`, spread evenly.
  private static func lattice(_ range: Range<Int>, size: Int, count: Int) -> [Int] {
    let room = range.count - size
    let wanted = min(count, max(1, range.count / size))
    return (0..<wanted).map { range.lowerBound + (wanted == 1 ? room / 2 : $0 * room / (wanted - 1)) }
  }

  /// Mean steps across and along, and mean absolute Laplacian, of a tile.
  private static func tile(_ side: BorderSide, along: Range<Int>, depth: Range<Int>) -> SIMD4<Float> {
    var sum = SIMD4<Float>.zero
    for y in depth.lowerBound + 1..<depth.upperBound - 1 {
      var before = side.luma(along.lowerBound, y)
      var here = side.luma(along.lowerBound + 1, y)
      for x in along.lowerBound + 1..<along.upperBound - 1 {
        let after = side.luma(x + 1, y)
        let above = side.luma(x, y - 1)
        let below = side.luma(x, y + 1)
        sum += SIMD4(
          abs(below - above) / 2, abs(after - before) / 2, abs(4 * here - before - after - above - below), 0)
        before = here
        here = after
      }
    }
    return sum / Float((along.count - 2) * (depth.count - 2))
  }
}

/// The fill, near the border and far from it, beside the band of the same depth that it continues.
struct TextureComparison {
  private let fill: [TextureMeasure]
  private let neighbourhood: TextureMeasure

  /// `nil` if there is too little to compare.
  init?(_ side: BorderSide) {
    let depth = min(side.exposed, side.placed)
    guard depth >= 3, side.length >= 3 else { return nil }
    let near = depth < 2 * TextureMeasure.tile ? depth : depth / 2
    let bands = near < depth ? [0..<near, near..<depth] : [0..<depth]
    fill = bands.map { TextureMeasure(side, depths: $0) }
    neighbourhood = TextureMeasure(side, depths: -depth..<0)
  }

  /// Both directions alike, so that streaks, which have all of one and nothing of the other, count as smeared.
  var sharpness: Double {
    mean { band in
      min(
        Self.likeness(band.across, neighbourhood.across, free: 1.6, floor: 0.4),
        Self.likeness(band.along, neighbourhood.along, free: 1.6, floor: 0.4))
    }
  }

  /// Of the grain alone.
  var noise: Double { mean { Self.likeness($0.grain, neighbourhood.grain, free: 1.8, floor: 0.8) } }

  private func mean(_ score: (TextureMeasure) -> Double) -> Double {
    fill.reduce(0) { $0 + score($1) } / Double(fill.count)
  }

  /// 1 while the ratio, of values above a floor in levels, is at most `free`, and less the further it is off.
  private static func likeness(_ a: Float, _ b: Float, free: Float, floor: Float) -> Double {
    let ratio = max(a + floor, b + floor) / min(a + floor, b + floor)
    let excess = Double(max(0, ratio / free - 1))
    return 1 / (1 + excess * excess + 0.3 * excess)
  }
}
