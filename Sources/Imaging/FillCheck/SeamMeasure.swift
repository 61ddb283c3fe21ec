/// The step across a border against the steps at the same places inside.
struct SeamMeasure {
  /// Between neighbouring pixels; 1 is as inside.
  let fine: Float
  /// Between means of small blocks, which a seam under noise shows in; 1 is as inside.
  let coarse: Float

  private static let positions = 1024
  /// Pixels along the border, and across it, of the blocks whose means are compared.
  private static let block = (along: 8, depth: 4)

  init(_ side: BorderSide) {
    fine = Self.fine(side)
    coarse = Self.coarse(side)
  }

  /// From 0 to 1; a step less than the inside's is hardly seen, one of twice the size is.
  var score: Double {
    let excess = Double(max(0, max(fine / 1.35, coarse / 1.5) - 1))
    let lack = Double(max(0, 0.5 - fine))
    return 1 / (1 + 1.2 * excess * excess + 0.6 * excess) * (1 - lack)
  }

  private static func fine(_ side: BorderSide) -> Float {
    let steps = min(6, side.placed - 1)
    guard steps > 0 else { return 1 }
    var across: Float = 0
    var inside: Float = 0
    let stride = max(1, side.length / positions)
    var count: Float = 0
    for along in Swift.stride(from: 0, to: side.length, by: stride) {
      var previous = side.color(along, 0)
      for depth in 0...steps {
        let next = side.color(along, -1 - depth)
        let step = distance(previous, next)
        if depth == 0 { across += step } else { inside += step }
        previous = next
      }
      count += 1
    }
    // Half a level a channel: what rounding may do.
    return (across / count + 1.5) / (inside / count / Float(steps) + 1.5)
  }

  private static func coarse(_ side: BorderSide) -> Float {
    let deep = min(block.depth, side.exposed, side.placed / 3)
    guard deep > 0, side.length >= block.along else { return 1 }
    var across: Float = 0
    var inside: Float = 0
    let blocks = side.length / block.along
    let stride = max(1, blocks * block.along / positions)
    var count: Float = 0
    for index in Swift.stride(from: 0, to: blocks, by: stride) {
      let means = [0, -deep, -2 * deep, -3 * deep].map { depth in
        mean(side, along: index * block.along, depth: depth, deep: deep)
      }
      across += distance(means[0], means[1])
      inside += distance(means[1], means[2]) + distance(means[2], means[3])
      count += 1
    }
    return (across / count + 2) / (inside / count / 2 + 2)
  }

  private static func mean(_ side: BorderSide, along: Int, depth: Int, deep: Int) -> SIMD4<Float> {
    var sum = SIMD4<Float>.zero
    for x in along..<along + block.along {
      for y in depth..<depth + deep { sum += side.color(x, y) }
    }
    return sum / Float(block.along * deep)
  }

  private static func distance(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float {
    let difference = a - b
    return abs(difference.x) + abs(difference.y) + abs(difference.z) + abs(difference.w)
  }
}
