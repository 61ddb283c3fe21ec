import Glibc

/// What the subject's whereabouts say of each span of its key part.
struct SpanScores {
  /// For each span across.
  var across: [Double]
  /// For each span down.
  var down: [Double]

  private static let topWeight = 1.004
  private static let insideDownWeight = 0.659
  private static let insideAcrossWeight = 0.817
  private static let middleWeight = 0.977

  /// Nothing.
  init() {
    across = [Double](repeating: 0, count: BoxLattice.spans.count)
    down = across
  }

  /// Heads are on top: the key part begins where the subject begins; it lies within, near the middle.
  init(of subject: BoxPosterior) {
    let (across, down) = (subject.across, subject.down)
    self.init()
    let tops = Self.kernel(0.06, steps: BoxLattice.steps)
    let middles = Self.kernel(0.12, steps: 2 * BoxLattice.steps)
    for (index, span) in BoxLattice.spans.enumerated() {
      var (top, middle, insideDown, insideAcross) = (0.0, 0.0, 0.0, 0.0)
      for (other, outer) in BoxLattice.spans.enumerated() {
        let overlap = max(0, min(span.end, outer.end) - max(span.start, outer.start))
        let share = Double(overlap) / Double(span.length)
        insideDown += down[other] * share
        insideAcross += across[other] * share
        top += down[other] * tops[abs(span.start - outer.start)]
        middle += across[other] * middles[abs(span.start + span.end - outer.start - outer.end)]
      }
      self.down[index] =
        Self.topWeight * log(top + 1e-4) + Self.insideDownWeight * log(insideDown + 1e-3)
      self.across[index] =
        Self.insideAcrossWeight * log(insideAcross + 1e-3) + Self.middleWeight * log(middle + 1e-4)
    }
  }

  private static func kernel(_ reach: Double, steps: Int) -> [Double] {
    (0...steps).map { exp(-Double($0) / Double(steps) / reach) }
  }
}
