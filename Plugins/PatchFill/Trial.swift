/// One target window, and the best source for it so far.
struct Trial {
  private let level: PatchLevel
  private let weights: PatchWeights
  /// The target's corner.
  let x: Int
  let y: Int
  /// How far the target reaches out to the side, and above or below.
  let beside: Int
  let beyond: Int
  private let look: SIMD4<Int32>
  private let part: Box
  private let across: Float
  private let down: Float
  /// The corner of the best source.
  private(set) var source: SIMD2<Int32>
  private(set) var cost: UInt32

  @inline(__always) init(_ search: OffsetSearch, _ x: Int, _ y: Int, source: SIMD2<Int32>) {
    level = search.level
    weights = search.weights
    let known = search.level.known
    self.x = x
    self.y = y
    beside = max(0, max(known.x0 - x, x + Window.side - known.x1))
    beyond = max(0, max(known.y0 - y, y + Window.side - known.y1))
    look = search.profile.look(x, y, beside: beside, beyond: beyond)
    part = known.part(ofWindowAt: x, y)
    let share = Float(beside) / Float(max(1, beside + beyond))
    across = (weights.alongBorder * (1 - share) + weights.fromBorder * share) * search.scale
    down = (weights.alongBorder * share + weights.fromBorder * (1 - share)) * search.scale
    self.source = source
    cost = .max
    if !search.level.isBarred(Int(source.x), Int(source.y)) { cost = price(Int(source.x), Int(source.y)) }
  }

  /// Takes the source nearest to (`x`, `y`) if it may be copied and costs less.
  @inline(__always) mutating func attempt(_ x: Int, _ y: Int) {
    let place = level.clamped(x, y)
    guard place != source, !level.isBarred(Int(place.x), Int(place.y)) else { return }
    let price = price(Int(place.x), Int(place.y))
    if price < cost {
      cost = price
      source = place
    }
  }

  /// What copying from (`sourceX`, `sourceY`) costs, or a number above `cost`.
  @inline(__always) private func price(_ sourceX: Int, _ sourceY: Int) -> UInt32 {
    let mean = SIMD4<Int32>(truncatingIfNeeded: level.means[level.mean(sourceX, sourceY)])
    var off = mean &- look
    off.replace(with: 0 &- off, where: off .< 0)
    let moved = across * Float(abs(sourceX - x)) + down * Float(abs(sourceY - y))
    var price =
      weights.colour &* UInt32(off[0] &+ off[1] &+ off[2]) &+ weights.texture &* UInt32(off[3])
      &+ UInt32(moved)
    if price >= cost { return .max }
    let target = level.bytes(x, y)
    let copied = level.bytes(sourceX, sourceY)
    let stride = level.width * 4
    price = price &+ Window.difference(target, copied, stride: stride)
    if price < cost, part.x0 < part.x1, part.y0 < part.y1 {
      price = price &+ weights.join &* Window.difference(target, copied, stride: stride, part: part)
    }
    return price
  }
}
