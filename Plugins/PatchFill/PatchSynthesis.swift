import ReframeSDK

/// Estimates the unknown pixels from coarse to fine, by matching windows and settling them in turns.
struct PatchSynthesis {
  let pyramid: PatchPyramid
  let plan: PatchPlan
  let barred: BarredArea?
  let seed: UInt32
  let job: JobContext

  /// Leaves the unknown pixels of the finest level settled.
  func run() throws(ReframeError) {
    var chance = Chance(UInt64(seed))
    let last = pyramid.levels.count - 1
    for index in stride(from: last, through: 0, by: -1) {
      let level = pyramid.levels[index]
      try level.describe(job: job)
      if let barred {
        try level.bar(barred, scale: 1 << index, placed: pyramid.levels[0].known, job: job)
      }
      if index == last {
        begin(level)
      } else {
        try goOn(level, from: pyramid.levels[index + 1])
      }
      try improve(level, index: index, chance: &chance)
    }
  }

  private func improve(_ level: PatchLevel, index: Int, chance: inout Chance) throws(ReframeError) {
    let isFinest = index == 0
    let step = pyramid.levels.count - 1 - index
    let targets =
      (level.width * level.height - level.known.width * level.known.height) / (Window.step * Window.step)
    let rounds = plan.rounds(step: step, isFinest: isFinest, targets: targets)
    let search = OffsetSearch(
      level: level, profile: BorderProfile(level), weights: PatchWeights(),
      scale: 1 / Float(1 << step))
    for round in 0..<rounds {
      for pass in 0..<plan.passes {
        try search.pass(
          reverse: (round + pass) % 2 == 1, samples: plan.samples(step: step, isFinest: isFinest),
          seed: UInt64(chance.next()), job: job)
      }
      let isLast = isFinest && round == rounds - 1
      let join = isLast ? BorderJoin(level) : nil
      try PatchVote(level: level, sharpness: isLast ? plan.sharpness : 0)
        .run(join: join, alpha: isLast ? pyramid.alpha : nil, job: job)
      try join?.spread(job: job)
    }
  }

  /// Starts with the border's pixels drawn outwards, and sources mirrored at the border.
  private func begin(_ level: PatchLevel) {
    let known = level.known
    for y in 0..<level.height {
      let row = min(known.y1 - 1, max(known.y0, y)) * level.width
      for x in 0..<level.width where !known.contains(x, y) {
        level.pixels[y * level.width + x] = level.pixels[row + min(known.x1 - 1, max(known.x0, x))]
      }
    }
    func mirrored(_ at: Int, _ low: Int, _ high: Int) -> Int {
      at < low ? min(high, 2 * low - at) : at > high ? max(low, 2 * high - at) : at
    }
    for row in 0..<level.rows {
      for column in 0..<level.columns {
        let place = SIMD2(
          Int32(mirrored(level.left(column), known.x0, known.x1 - Window.side)),
          Int32(mirrored(level.top(row), known.y0, known.y1 - Window.side)))
        level.sources[row * level.columns + column] = place
      }
    }
  }

  /// Starts with the sources of the coarser level and what they give here.
  private func goOn(_ level: PatchLevel, from coarse: PatchLevel) throws(ReframeError) {
    try Bands.forEachRow(in: 0..<level.rows, job: job) { rows in
      for row in rows {
        let y = level.top(row)
        let above = min(coarse.rows - 1, y / 4)
        for column in 0..<level.columns {
          let x = level.left(column)
          let beside = min(coarse.columns - 1, x / 4)
          let source = coarse.sources[above * coarse.columns + beside]
          level.sources[row * level.columns + column] = level.clamped(
            2 * (Int(source.x) - coarse.left(beside)) + x, 2 * (Int(source.y) - coarse.top(above)) + y)
          level.costs[row * level.columns + column] = 0
        }
      }
    }
    try PatchVote(level: level, sharpness: 0).run(join: nil, alpha: nil, job: job)
  }
}
