import ReframeSDK

/// Takes the step at the border out of the copied pixels, their gradients kept as far as may be.
///
/// What the copies miss the known border pixels by is carried outwards, spread ever wider and fading: a marching
/// stand-in for the membrane that Poisson image editing (Perez, Gangnet, Blake 2003) solves for.
final class BorderJoin: @unchecked Sendable {
  private let level: PatchLevel
  /// What is missing along the left, right, top and bottom border; the last two over the canvas's whole width.
  private let sides: [UnsafeMutableBufferPointer<SIMD4<Float>>]

  /// What is left of the correction from one pixel to the next.
  private static let decay: Float = 0.95
  /// Pixels after which nothing worth adding is left.
  private static let reach = 96

  init(_ level: PatchLevel) {
    self.level = level
    sides = [level.height, level.height, level.width, level.width].map {
      let side = UnsafeMutableBufferPointer<SIMD4<Float>>.allocate(capacity: $0)
      side.initialize(repeating: .zero)
      return side
    }
  }

  deinit {
    for side in sides { side.deallocate() }
  }

  /// Whether the known pixel at (`x`, `y`) has an unknown one beside it.
  @inline(__always) func touches(_ x: Int, _ y: Int) -> Bool {
    let known = level.known
    return x == known.x0 || x == known.x1 - 1 || y == known.y0 || y == known.y1 - 1
  }

  /// Notes that the copies miss the known pixel at (`x`, `y`), which touches the border, by `value`.
  @inline(__always) func meet(_ x: Int, _ y: Int, _ value: SIMD4<Float>) {
    let known = level.known
    if x == known.x0 { sides[0][y] = value }
    if x == known.x1 - 1 { sides[1][y] = value }
    if y == known.y0 { sides[2][x] = value }
    if y == known.y1 - 1 { sides[3][x] = value }
  }

  /// Corrects the unknown pixels; to the sides first, whose ends then go on above and below.
  func spread(job: JobContext) throws(ReframeError) {
    let known = level.known
    for (side, border, out, count) in [
      (0, known.x0, -1, known.x0), (1, known.x1 - 1, 1, level.width - known.x1),
    ] {
      var line = Array(sides[side][known.y0..<known.y1])
      for distance in 1..<max(1, min(count, Self.reach) + 1) {
        if distance % 16 == 0 { try job.checkCancelled() }
        line = Self.carried(line, distance)
        let x = border + out * distance
        for (index, value) in line.enumerated() { add(value, x, known.y0 + index) }
        sides[2][x] = line[0]
        sides[3][x] = line[line.count - 1]
      }
    }
    for (side, border, out, count) in [
      (2, known.y0, -1, known.y0), (3, known.y1 - 1, 1, level.height - known.y1),
    ] {
      var line = Array(sides[side])
      for distance in 1..<max(1, min(count, Self.reach) + 1) {
        if distance % 16 == 0 { try job.checkCancelled() }
        line = Self.carried(line, distance)
        for (x, value) in line.enumerated() { add(value, x, border + out * distance) }
      }
    }
  }

  @inline(__always) private func add(_ value: SIMD4<Float>, _ x: Int, _ y: Int) {
    let at = y * level.width + x
    let sum = SIMD4<Float>(level.pixels[at]) + value
    level.pixels[at] = PatchLevel.Pixel(clamping: sum.rounded(.toNearestOrAwayFromZero).whole)
  }

  /// The correction one pixel further out.
  private static func carried(_ line: [SIMD4<Float>], _ distance: Int) -> [SIMD4<Float>] {
    let step = 1 + (distance - 1) / 3
    let last = line.count - 1
    return line.indices.map {
      (line[max(0, $0 - step)] + 2 * line[$0] + line[min(last, $0 + step)]) * (0.25 * decay)
    }
  }
}
