import ReframeSDK

extension ToneGrid {
  /// Gives the cells outside the placed source their tones: left and right of it, then above and below.
  mutating func continueOutwards(job: JobContext) throws(ReframeError) {
    let (across, down) = (columns.inside, rows.inside)
    let width = columns.count
    let ends = [
      ToneBorder(
        first: down.lowerBound * width + across.lowerBound, outwards: -1, along: width, length: down.count,
        placed: across.count, alongWidth: rows.width,
        distances: Self.distances(columns, across.lowerBound, outwards: -1)),
      ToneBorder(
        first: down.lowerBound * width + across.upperBound - 1, outwards: 1, along: width, length: down.count,
        placed: across.count, alongWidth: rows.width,
        distances: Self.distances(columns, across.upperBound - 1, outwards: 1)),
      ToneBorder(
        first: down.lowerBound * width, outwards: -width, along: 1, length: width, placed: down.count,
        alongWidth: columns.width, distances: Self.distances(rows, down.lowerBound, outwards: -1)),
      ToneBorder(
        first: (down.upperBound - 1) * width, outwards: width, along: 1, length: width, placed: down.count,
        alongWidth: columns.width, distances: Self.distances(rows, down.upperBound - 1, outwards: 1)),
    ]
    for end in ends where !end.distances.isEmpty {
      try end.continue(&values, width: end.alongWidth, job: job)
    }
  }

  /// From the middle of the last placed cell to those beyond it.
  private static func distances(_ axis: ToneAxis, _ last: Int, outwards: Int) -> [Float] {
    let cells =
      outwards < 0 ? Array(stride(from: last - 1, through: 0, by: -1)) : Array(last + 1..<axis.count)
    return cells.map { abs(axis.centres[$0] - axis.centres[last]) }
  }
}

/// A border of the known cells, and how tones go on beyond it.
struct ToneBorder {
  /// Index of the first of the last known cells.
  let first: Int
  /// From a cell to the next outwards.
  let outwards: Int
  /// From a cell to the next along the border.
  let along: Int
  /// Cells along the border.
  let length: Int
  /// Known cells inwards.
  let placed: Int
  /// Mean width of a cell along the border, in pixels.
  let alongWidth: Float
  /// Of the cells outwards from the last known ones, in pixels.
  let distances: [Float]

  /// Cells inwards from which a slope is taken.
  private static let reach = 10
  /// Levels by which the ground itself may differ along the border.
  private static let tolerance: Float = 10

  /// Continues `values` with the border's tones, blurred the further the more, and the slopes that lead to them.
  func `continue`(_ values: inout [SIMD4<Float>], width: Float, job: JobContext) throws(ReframeError) {
    let reach = min(Self.reach, placed)
    let span = Float(reach) * width
    var tones = (0..<length).map { values[first + $0 * along] }
    var slopes = (0..<length).map { slope(values, at: $0, reach: reach, width: width) }
    for _ in 0..<6 { Self.spread(&slopes, 0.5, ends: .insulated) }
    let limits = limits(values, reach: reach)
    var strange = Self.strange(tones)
    var spreadSoFar: Float = 0
    for (index, distance) in distances.enumerated() {
      if index % 16 == 0 { try job.checkCancelled() }
      // What varies along the border is a third as wide as it is away, up to an eighth of the border.
      let sigma = min(distance / 3 / alongWidth, Float(length) / 8)
      while sigma * sigma - spreadSoFar > 0.02 {
        let variance = min(0.5, sigma * sigma - spreadSoFar)
        Self.spread(&tones, variance, ends: .kept)
        Self.spread(&strange, variance, ends: .insulated)
        Self.spread(&slopes, variance, ends: .insulated)
        spreadSoFar += variance
      }
      let cell = first + outwards * (index + 1)
      // What is cut by the border ends soon beyond it.
      let fading = 1 - 1 / (1 + (4 * distance / span) * (4 * distance / span))
      for place in 0..<length {
        let tone = tones[place] - strange[place] * fading
        // Goes on as at the border, and levels out after about the length that the slope is known from, or before
        // a limit.
        let whole = slopes[place] * span
        let most = span * Self.share(of: whole, from: tone, within: limits)
        let way = distance * most / (distance + most)
        values[cell + place * along] = tone + slopes[place] * way
      }
    }
  }

  /// By how much tones are off the median of an eighth of the line to either side, beyond what grounds are.
  private static func strange(_ line: [SIMD4<Float>]) -> [SIMD4<Float>] {
    let reach = max(1, line.count / 8)
    return line.indices.map { index in
      let usual = median(Array(line[max(0, index - reach)...min(line.count - 1, index + reach)]))
      let off = line[index] - usual
      return off
        - off.clamped(lowerBound: SIMD4(repeating: -tolerance), upperBound: SIMD4(repeating: tolerance))
    }
  }

  /// Change a pixel outwards: the median of differences over half the reach, less where the tones scatter about it.
  private func slope(_ values: [SIMD4<Float>], at place: Int, reach: Int, width: Float) -> SIMD4<Float> {
    let half = reach / 2
    guard half > 0 else { return .zero }
    let tones = (0..<reach).map { values[first + place * along - outwards * $0] }
    let steps = (0..<reach - half).map { tones[$0] - tones[$0 + half] }
    let step = Self.median(steps) / Float(half)
    let base = Self.median(tones.indices.map { tones[$0] + step * Float($0) })
    let scatter =
      tones.indices.reduce(Float(0)) { sum, index in
        let rest = tones[index] + step * Float(index) - base
        return sum + abs(rest.x) + abs(rest.y) + abs(rest.z)
      } / Float(reach)
    let change = (abs(step.x) + abs(step.y) + abs(step.z)) * Float(reach)
    let trust = change * change / (change * change + 64 * scatter * scatter + 1)
    return step * (trust / width)
  }

  /// The range of the border's tones with a margin, per channel.
  private func limits(_ values: [SIMD4<Float>], reach: Int) -> (low: SIMD4<Float>, high: SIMD4<Float>) {
    var low = SIMD4<Float>(repeating: 255)
    var high = SIMD4<Float>.zero
    for depth in 0..<reach {
      for place in 0..<length {
        let tone = values[first + place * along - outwards * depth]
        low = pointwiseMin(low, tone)
        high = pointwiseMax(high, tone)
      }
    }
    let margin = (high - low) / 4 + 12
    return (pointwiseMax(low - margin, .zero), pointwiseMin(high + margin, .init(repeating: 255)))
  }

  /// How much of a change all channels can follow without coming nearer to a limit than a fifth of the way there.
  private static func share(
    of change: SIMD4<Float>, from tone: SIMD4<Float>, within limits: (low: SIMD4<Float>, high: SIMD4<Float>)
  ) -> Float {
    var share: Float = 1
    for channel in 0..<4 where change[channel] != 0 {
      let room =
        change[channel] > 0 ? limits.high[channel] - tone[channel] : tone[channel] - limits.low[channel]
      share = min(share, max(0, 0.8 * room / abs(change[channel])))
    }
    return share
  }

  /// What heat does at the ends of a line: they stay, so that a ramp stays one, or nothing leaves there.
  private enum Ends { case kept, insulated }

  /// One step of heat along a line; adds `variance` in cells, at most 0.5.
  private static func spread(_ line: inout [SIMD4<Float>], _ variance: Float, ends: Ends) {
    let range = ends == .kept ? 1..<max(1, line.count - 1) : 0..<line.count
    guard line.count > 1 else { return }
    var before = line[0]
    for index in range {
      let here = line[index]
      let after = line[min(index + 1, line.count - 1)]
      line[index] = here + (before + after - 2 * here) * (variance / 2)
      before = here
    }
  }

  /// By channel.
  private static func median(_ values: [SIMD4<Float>]) -> SIMD4<Float> {
    var sorted = values
    for end in stride(from: sorted.count - 1, to: 0, by: -1) {
      for index in 0..<end {
        let (a, b) = (sorted[index], sorted[index + 1])
        sorted[index] = pointwiseMin(a, b)
        sorted[index + 1] = pointwiseMax(a, b)
      }
    }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

private func abs(_ value: Float) -> Float { value.magnitude }
