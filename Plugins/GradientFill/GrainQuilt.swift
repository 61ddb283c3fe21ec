import ReframeSDK

/// Which patch of a band's grain goes where in a region.
struct GrainQuilt: Sendable {
  /// Side of a patch in pixels; less if the band is smaller.
  let width: Int
  let height: Int
  /// Pixels that neighbouring patches share.
  let overlapX: Int
  let overlapY: Int
  let columns: Int
  let rows: Int
  /// Where in the band each patch is taken from, row by row.
  private(set) var origins: [(x: Int, y: Int)] = []

  private static let side = 32
  private static let candidates = 8

  var stepX: Int { width - overlapX }
  var stepY: Int { height - overlapY }

  init(_ region: ExposedRegion, from grain: GrainSource, under tones: ToneGrid, seed: UInt32) {
    width = min(Self.side, grain.band.width)
    height = min(Self.side, grain.band.height)
    overlapX = width / 4
    overlapY = height / 4
    let (stepX, stepY) = (width - overlapX, height - overlapY)
    columns = (region.rect.width + stepX - 1) / stepX
    rows = (region.rect.height + stepY - 1) / stepY
    var random = SplitMix(seed: UInt64(seed) << 8 | UInt64(region.side.rawValue))
    origins.reserveCapacity(columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        let target = (
          x: region.rect.x + column * stepX + width / 2, y: region.rect.y + row * stepY + height / 2
        )
        origins.append(
          choose(target, grain, tones.brightness(x: target.x, y: target.y), region.side, &random))
      }
    }
  }

  /// The best of a few random places near the target along the border: as bright, and as strong as is usual there.
  private func choose(
    _ target: (x: Int, y: Int), _ grain: GrainSource, _ brightness: Float, _ side: ExposedRegion.Side,
    _ random: inout SplitMix
  ) -> (x: Int, y: Int) {
    let band = grain.band
    let (roomX, roomY) = (band.width - width, band.height - height)
    let near = max(64, (side.isBeside ? band.height : band.width) / 8)
    var best = (x: 0, y: 0)
    var least = Float.infinity
    for _ in 0..<Self.candidates {
      var (x, y) = (random.below(roomX + 1), random.below(roomY + 1))
      let away = random.below(2 * near + 1) - near
      if side.isBeside {
        y = min(roomY, max(0, target.y - band.y - height / 2 + away))
      } else {
        x = min(roomX, max(0, target.x - band.x - width / 2 + away))
      }
      let column = min(grain.blockColumns - 1, (x + width / 2) / GrainSource.block)
      let row = min(grain.blockRows - 1, (y + height / 2) / GrainSource.block)
      let block = row * grain.blockColumns + column
      let wanted = grain.usual[side.isBeside ? row : column]
      let (weaker, stronger) = (
        min(grain.strength[block], wanted) + 0.25, max(grain.strength[block], wanted) + 0.25
      )
      let cost = abs(grain.brightness[block] - brightness) / 16 + (stronger / weaker - 1)
      if cost < least { (least, best) = (cost, (x, y)) }
    }
    return best
  }
}

/// Random numbers of Steele, Lea and Flood's SplitMix64.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// A number from 0 to `bound - 1`.
  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (((z ^ z >> 31) >> 33) &* UInt64(bound)) >> 31)
  }
}
