/// What touches each exposed side: colour and texture along the four borders, as running sums.
///
/// A target is held to the profile of the border nearest to it, taken over a stretch that widens with the distance,
/// so that what is beside a strip goes on at its place, and far out only the gist of it does.
struct BorderProfile: Sendable {
  private let known: Box
  private let left: [SIMD4<Int32>]
  private let right: [SIMD4<Int32>]
  private let top: [SIMD4<Int32>]
  private let bottom: [SIMD4<Int32>]

  /// Half the stretch of border looked at, for each pixel of distance.
  private static let spread: Float = 0.8

  /// The profile of a level whose means are written.
  init(_ level: PatchLevel) {
    known = level.known
    func look(_ column: Int, _ row: Int) -> SIMD4<Int32> {
      SIMD4<Int32>(truncatingIfNeeded: level.means[row * level.meanColumns + column])
    }
    func sums(_ count: Int, _ look: (Int) -> SIMD4<Int32>) -> [SIMD4<Int32>] {
      var sums: [SIMD4<Int32>] = [.zero]
      sums.reserveCapacity(count + 1)
      for index in 0..<count { sums.append(sums[index] &+ look(index)) }
      return sums
    }
    left = sums(level.meanRows) { look(0, $0) }
    right = sums(level.meanRows) { look(level.meanColumns - 1, $0) }
    top = sums(level.meanColumns) { look($0, 0) }
    bottom = sums(level.meanColumns) { look($0, level.meanRows - 1) }
  }

  /// What the window at (`x`, `y`) should look like on the whole, being `beside` pixels out to the side and `beyond`
  /// above or below.
  @inline(__always) func look(_ x: Int, _ y: Int, beside: Int, beyond: Int) -> SIMD4<Int32> {
    let radius = Int(Float(max(beside, beyond)) * Self.spread)
    var look = SIMD4<Float>.zero
    let share = Float(beside) / Float(max(1, beside + beyond))
    if beside > 0 { look += average(x < known.x0 ? left : right, y - known.y0, radius) * share }
    if beyond > 0 { look += average(y < known.y0 ? top : bottom, x - known.x0, radius) * (1 - share) }
    return (look + 0.5).whole
  }

  @inline(__always) private func average(_ sums: [SIMD4<Int32>], _ at: Int, _ radius: Int) -> SIMD4<Float> {
    let count = sums.count - 1
    let middle = max(0, min(count - 1, at >> 1))
    let from = max(0, middle - radius >> 1)
    let to = min(count, middle + radius >> 1 + 1)
    return SIMD4<Float>(sums[to] &- sums[from]) / Float(to - from)
  }
}
