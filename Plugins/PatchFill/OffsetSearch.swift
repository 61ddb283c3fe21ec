import ReframeSDK

/// Finds for every target window the source window that costs least.
///
/// A cost is the difference of the pixels, more for those known, plus how far the source is from what its border
/// asks for on the whole, plus how far it was moved. Targets look where their neighbours' sources go on, at places
/// drawn from the source and along their row or column, and beside the best of all these. Tiles of a chessboard's one colour
/// are searched before those of the other, so that the order in which threads come to them does not matter.
struct OffsetSearch: Sendable {
  let level: PatchLevel
  let profile: BorderProfile
  let weights: PatchWeights
  /// Pixels of the coarsest level along one of this level: what was moved is counted in those.
  let scale: Float

  /// Targets along a tile's side.
  private static let tile = 24

  /// Searches all targets once, in reading order or against it; each tile draws its own numbers from `seed`.
  func pass(reverse: Bool, samples: Int, seed: UInt64, job: JobContext) throws(ReframeError) {
    let tiles = self.tiles()
    for colour in 0...1 {
      let some = tiles.filter { ($0.x0 + $0.y0) / Self.tile & 1 == colour }
      try Bands.forEach(some.count, job: job) { index in
        var chance = Chance(seed &+ UInt64(some[index].y0 << 32 | some[index].x0) &* 0x9E37_79B9)
        search(some[index], reverse: reverse, samples: samples, chance: &chance)
      }
    }
  }

  /// The tiles that hold targets, in target columns and rows.
  private func tiles() -> [Box] {
    var tiles: [Box] = []
    for y in stride(from: 0, to: level.rows, by: Self.tile) {
      for x in stride(from: 0, to: level.columns, by: Self.tile) {
        let tile = Box(
          x0: x, y0: y, x1: min(level.columns, x + Self.tile), y1: min(level.rows, y + Self.tile))
        let covered = Box(
          x0: level.left(tile.x0), y0: level.top(tile.y0), x1: level.left(tile.x1 - 1) + Window.side,
          y1: level.top(tile.y1 - 1) + Window.side)
        if !level.known.contains(covered) { tiles.append(tile) }
      }
    }
    return tiles
  }

  private func search(_ tile: Box, reverse: Bool, samples: Int, chance: inout Chance) {
    let back = reverse ? 1 : -1
    for line in 0..<tile.height {
      let row = reverse ? tile.y1 - 1 - line : tile.y0 + line
      let y = level.top(row)
      for place in 0..<tile.width {
        let column = reverse ? tile.x1 - 1 - place : tile.x0 + place
        let x = level.left(column)
        guard level.isTarget(x, y) else { continue }
        var trial = Trial(self, x, y, source: level.sources[row * level.columns + column])
        for step in [back, -back] {
          follow(&trial, column + step, row)
          follow(&trial, column, row + step)
        }
        sample(&trial, samples, &chance)
        level.sources[row * level.columns + column] = trial.source
        level.costs[row * level.columns + column] = trial.cost
      }
    }
  }

  /// Tries where the source of the neighbour in `column` and `row` goes on.
  @inline(__always) private func follow(_ trial: inout Trial, _ column: Int, _ row: Int) {
    guard column >= 0, column < level.columns, row >= 0, row < level.rows else { return }
    let x = level.left(column)
    let y = level.top(row)
    guard level.isTarget(x, y) else { return }
    let source = level.sources[row * level.columns + column]
    trial.attempt(Int(source.x) + trial.x - x, Int(source.y) + trial.y - y)
  }

  /// Tries places drawn from the whole source and from ever narrower bands at the target's own rows or columns, none
  /// of which depends on the source found so far, and then the four places one pixel from that one.
  @inline(__always) private func sample(_ trial: inout Trial, _ samples: Int, _ chance: inout Chance) {
    let known = level.known
    let columns = known.width - Window.side
    let rows = known.height - Window.side
    for sample in 0..<samples {
      let x = known.x0 + chance.below(columns + 1)
      let y = known.y0 + chance.below(rows + 1)
      trial.attempt(x, y)
      if trial.beside >= trial.beyond {
        let band = max(2, rows >> (sample + 4))
        trial.attempt(known.x0 + chance.below(columns + 1), trial.y - band + chance.below(2 * band + 1))
      } else {
        let band = max(2, columns >> (sample + 4))
        trial.attempt(trial.x - band + chance.below(2 * band + 1), known.y0 + chance.below(rows + 1))
      }
    }
    if trial.cost == .max {
      // Nothing but the subject so far.
      let corner = level.freeCorner(chance.below(level.free.count))
      trial.attempt(Int(corner.x), Int(corner.y))
    }
    let x = Int(trial.source.x)
    let y = Int(trial.source.y)
    trial.attempt(x - 1, y)
    trial.attempt(x + 1, y)
    trial.attempt(x, y - 1)
    trial.attempt(x, y + 1)
  }
}
