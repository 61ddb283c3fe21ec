import ReframeSDK

/// Gives every unknown pixel its value from the windows that cover it.
struct PatchVote: Sendable {
  let level: PatchLevel
  /// How much of a pixel comes from the one window that suits it best, as sharp as the source, the rest being
  /// the mean of all that cover it.
  let sharpness: Float

  /// Windows that cost more than this count little.
  private static let tolerance: Float = 300
  /// The known share of a window makes it so many times heavier.
  private static let joinWeight: Float = 100
  /// Pixels along a tile's side.
  private static let tile = 48
  /// Ballots in a tile's row, those off the tile included.
  private static let pitch = tile + 2 * Window.side

  /// Settles all unknown pixels; what the windows say of known ones at the border goes to `join`.
  func run(join: BorderJoin?, alpha: AlphaPlane?, job: JobContext) throws(ReframeError) {
    // The known pixels at the border are asked for too, though a tile may begin with them.
    let known = level.known
    let inner = Box(x0: known.x0 + 1, y0: known.y0 + 1, x1: known.x1 - 1, y1: known.y1 - 1)
    var tiles: [Box] = []
    for y in stride(from: 0, to: level.height, by: Self.tile) {
      for x in stride(from: 0, to: level.width, by: Self.tile) {
        let tile = Box(
          x0: x, y0: y, x1: min(level.width, x + Self.tile), y1: min(level.height, y + Self.tile))
        if !inner.contains(tile) { tiles.append(tile) }
      }
    }
    let some = tiles
    try Bands.forEach(some.count, job: job) { index in
      withUnsafeTemporaryAllocation(of: Ballot.self, capacity: Self.tile * Self.pitch) { ballots in
        ballots.initialize(repeating: Ballot())
        gather(some[index], ballots, alpha)
        settle(some[index], ballots, join, alpha)
      }
    }
  }

  private func settle(
    _ tile: Box, _ ballots: UnsafeMutableBufferPointer<Ballot>, _ join: BorderJoin?, _ alpha: AlphaPlane?
  ) {
    for y in tile.y0..<tile.y1 {
      for x in tile.x0..<tile.x1 {
        let ballot = ballots[(y - tile.y0) * Self.pitch + x - tile.x0 + Window.side]
        let isKnown = level.known.contains(x, y)
        guard ballot.weight > 0, !isKnown || join?.touches(x, y) == true else { continue }
        let value = ballot.best * sharpness + ballot.sum / ballot.weight * (1 - sharpness)
        let pixel = y * level.width + x
        if isKnown {
          join?.meet(x, y, SIMD4<Float>(level.pixels[pixel]) - value)
        } else {
          level.pixels[pixel] = PatchLevel.Pixel(clamping: (value + 0.5).whole)
          let opacity =
            ballot.bestOpacity * sharpness + ballot.opacity / ballot.weight * (1 - sharpness)
          alpha?.values[pixel] = UInt8(min(255, opacity + 0.5))
        }
      }
    }
  }

  private func gather(
    _ tile: Box, _ ballots: UnsafeMutableBufferPointer<Ballot>, _ alpha: AlphaPlane?
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
          let to = (y + v - tile.y0) * Self.pitch + x - tile.x0 + side
          let middle = Float(min(v + 1, side - v))
          for u in 0..<side {
            ballots[to + u].count(
              SIMD4<Float>(level.pixels[from + u]), alpha.map { Float($0.values[from + u]) } ?? 255,
              weight: weight, nearness: weight * middle * Float(min(u + 1, side - u)))
          }
        }
      }
    }
  }

  /// What the window at (`x`, `y`) counts, whose copy costs `cost`.
  @inline(__always) private func weight(_ x: Int, _ y: Int, cost: UInt32) -> Float {
    let relative = Float(cost) / Self.tolerance
    let trust = 1 / (1 + relative * relative)
    let part = level.known.part(ofWindowAt: x, y)
    let shared = Float(max(0, part.width) * max(0, part.height)) / Float(Window.side * Window.side)
    return max(1e-6, trust * trust) * (1 + Self.joinWeight * shared)
  }
}

/// What the windows that cover a pixel have said so far.
private struct Ballot {
  var sum = SIMD4<Float>.zero
  /// Of the window that is heaviest and has the pixel nearest its middle.
  var best = SIMD4<Float>.zero
  var weight: Float = 0
  var opacity: Float = 0
  var bestOpacity: Float = 0
  private var nearness: Float = 0

  @inline(__always) mutating func count(
    _ value: SIMD4<Float>, _ opacity: Float, weight: Float, nearness: Float
  ) {
    sum += value * weight
    self.weight += weight
    self.opacity += opacity * weight
    if nearness > self.nearness {
      self.nearness = nearness
      best = value
      bestOpacity = opacity
    }
  }
}
