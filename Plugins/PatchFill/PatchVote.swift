import ReframeSDK

/// Gives every unknown pixel its value from the windows that cover it.
struct PatchVote: Sendable {
  /// How the windows that cover a pixel settle it.
  enum Rule {
    /// By their mean, the cheaper the heavier: what an estimate is improved with.
    case mean
    /// By the one that is cheapest and has the pixel nearest its middle: as sharp as the source.
    case best
  }

  let level: PatchLevel
  let rule: Rule
  /// Windows that cost more than this count little.
  var tolerance: Float = 600
  /// The border's part in a window makes it so much heavier.
  var joinWeight: Float = 3

  /// Pixels along a tile's side.
  private static let tile = 48
  private static let margin = Window.side
  private static let pitch = tile + 2 * margin

  /// Settles all unknown pixels; what the windows say of known ones at the border goes to `join`.
  func run(join: BorderJoin?, alpha: AlphaPlane?, job: JobContext) throws(ReframeError) {
    var tiles: [Box] = []
    for y in stride(from: 0, to: level.height, by: Self.tile) {
      for x in stride(from: 0, to: level.width, by: Self.tile) {
        let tile = Box(
          x0: x, y0: y, x1: min(level.width, x + Self.tile), y1: min(level.height, y + Self.tile))
        if !level.known.contains(tile) { tiles.append(tile) }
      }
    }
    let some = tiles
    try Bands.forEach(some.count, job: job) { settle(some[$0], join, alpha) }
  }

  private func settle(_ tile: Box, _ join: BorderJoin?, _ alpha: AlphaPlane?) {
    let capacity = Self.tile * Self.pitch
    withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: capacity) { sums in
      withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: capacity) { weights in
        sums.initialize(repeating: .zero)
        weights.initialize(repeating: .zero)
        gather(tile, sums, weights, alpha)
        for y in tile.y0..<tile.y1 {
          for x in tile.x0..<tile.x1 {
            let at = (y - tile.y0) * Self.pitch + x - tile.x0 + Self.margin
            let isKnown = level.known.contains(x, y)
            guard weights[at][0] > 0, !isKnown || join?.touches(x, y) == true else { continue }
            let value = rule == .mean ? sums[at] / weights[at][0] : sums[at]
            let pixel = y * level.width + x
            if isKnown {
              join?.meet(x, y, SIMD4<Float>(level.pixels[pixel]) - value)
            } else {
              level.pixels[pixel] = PatchLevel.Pixel(clamping: SIMD4<Int32>(value + 0.5))
              let opacity = rule == .mean ? weights[at][1] / weights[at][0] : weights[at][1]
              alpha?.values[pixel] = UInt8(min(255, opacity + 0.5))
            }
          }
        }
      }
    }
  }

  private func gather(
    _ tile: Box, _ sums: UnsafeMutableBufferPointer<SIMD4<Float>>,
    _ weights: UnsafeMutableBufferPointer<SIMD2<Float>>, _ alpha: AlphaPlane?
  ) {
    let side = Window.side
    for row in max(0, (tile.y0 - side) / Window.step)..<level.rows {
      let y = level.top(row)
      if y >= tile.y1 { break }
      for column in max(0, (tile.x0 - side) / Window.step)..<level.columns {
        let x = level.left(column)
        if x >= tile.x1 { break }
        guard x + side > tile.x0, y + side > tile.y0, level.isTarget(x, y) else { continue }
        let source = level.sources[row * level.columns + column]
        let weight = weight(x, y, cost: level.costs[row * level.columns + column])
        for v in max(0, tile.y0 - y)..<min(side, tile.y1 - y) {
          let from = (Int(source.y) + v) * level.width + Int(source.x)
          let to = (y + v - tile.y0) * Self.pitch + x - tile.x0 + Self.margin
          for u in 0..<side {
            let value = SIMD4<Float>(level.pixels[from + u])
            let opacity = alpha.map { Float($0.values[from + u]) } ?? 255
            switch rule {
            case .mean:
              sums[to + u] += value * weight
              weights[to + u] += SIMD2(weight, opacity * weight)
            case .best:
              let nearness = weight * Float(min(v + 1, side - v) * min(u + 1, side - u))
              if nearness > weights[to + u][0] {
                sums[to + u] = value
                weights[to + u] = SIMD2(nearness, opacity)
              }
            }
          }
        }
      }
    }
  }

  @inline(__always) private func weight(_ x: Int, _ y: Int, cost: UInt32) -> Float {
    let relative = Float(cost) / tolerance
    let trust = 1 / (1 + relative * relative)
    let part = level.known.part(ofWindowAt: x, y)
    let shared = Float(max(0, part.width) * max(0, part.height)) / Float(Window.side * Window.side)
    return max(1e-6, trust * trust) * (1 + joinWeight * shared)
  }
}
