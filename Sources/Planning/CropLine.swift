/// One side of the picture along which the crop can move, and what each place there is expected to cost.
struct CropLine: Sendable {
  /// Pixels of the side.
  let whole: Int
  /// Pixels of the crop's side.
  let length: Int
  /// The regions along the side.
  let spans: [CropSpan]
  /// The saliency of the parts before each place, from 0 to 1 in equal steps; empty if it is not known.
  let profile: [Double]

  /// What a term counts for a subject and for a part that must not be cut.
  private struct Weights {
    let cut: Double
    let lost: Double
    let offCentre: Double
    /// The share whose loss is as bad as a cut can be.
    let ramp: Double
    static let subject = Weights(cut: 2, lost: 0.5, offCentre: 2.3, ramp: 0.15)
    static let part = Weights(cut: 4.2, lost: 0.2, offCentre: 0.05, ramp: 0.03)
  }

  private static let driftWeight = 0.001
  /// What an edge counts that cuts straight through what is twice as salient as the picture's mean. Enough to choose
  /// the gap between two things, or two columns of text, and no more.
  private static let straightCutWeight = 0.02
  /// Valleys of the cost that are looked at more closely.
  private static let valleys = 4
  /// Weight of regions whose edges are tried.
  private static let weighty = 0.03

  /// The place with the least cost. The cost has several valleys, narrower than a step: `positions` places are tried,
  /// and those where a weighty region is just whole; then finer ones near the best few. Of places that cost the
  /// same, the nearest to the middle.
  func best(among positions: Int) -> Int {
    let slack = Double(whole - length)
    guard slack > 0 else { return 0 }
    let step = slack / Double(positions)
    let places =
      (0...positions).map { Double($0) * step } + [slack / 2] + edges.filter { $0 > 0 && $0 < slack }
    func trialAt(_ place: Double) -> Trial {
      Trial(place: place, cost: cost(at: place).total, offCentre: abs(place - slack / 2))
    }
    let tried = places.map(trialAt)
    let starts = tried.sorted { $0.isBetter(than: $1) }.reduce(into: [Trial]()) { starts, trial in
      let isKnown = starts.contains { abs($0.place - trial.place) < 2 * step }
      if !isKnown, starts.count < Self.valleys { starts.append(trial) }
    }
    let finished = starts.map { start in
      var best = start
      var reach = step
      while reach > 0.5 {
        let centre = best.place
        reach /= 4
        for offset in -4...4 where offset != 0 {
          let place = centre + Double(offset) * reach
          guard place >= 0, place <= slack else { continue }
          let trial = trialAt(place)
          if trial.isBetter(than: best) { best = trial }
        }
      }
      return best
    }
    return Int(finished.reduce(finished[0]) { $1.isBetter(than: $0) ? $1 : $0 }.place.rounded())
  }

  /// A place that was tried.
  private struct Trial {
    let place: Double
    let cost: Double
    let offCentre: Double

    func isBetter(than other: Trial) -> Bool {
      cost < other.cost - 1e-9 || (cost < other.cost + 1e-9 && offCentre < other.offCentre)
    }
  }

  /// Where the crop just begins or just ends with a region of some weight.
  private var edges: [Double] {
    spans.filter { $0.weight > Self.weighty }.flatMap { span in
      [span.start * Double(whole), (span.start + span.length) * Double(whole) - Double(length)]
    }
  }

  /// What a crop that starts at `place` (pixels) costs.
  func cost(at place: Double) -> CropCost {
    let slack = Double(whole - length)
    guard whole > 0, slack > 0 else { return CropCost() }
    let start = place / Double(whole)
    let share = Double(length) / Double(whole)
    var cost = CropCost()
    for span in spans {
      let kept = max(0, min(span.start + span.length, start + share) - max(span.start, start))
      let lost = max(0, min(span.length, share) - kept) / max(span.length, 1e-6)
      let wanted = min(max(span.start + span.length / 2 - share / 2, 0), 1 - share)
      let isCut = span.length <= share + 1e-9
      let weights = span.isPart ? Weights.part : Weights.subject
      let cutCost = isCut ? span.weight * weights.cut * min(lost / weights.ramp, 1) : 0
      let lostCost = span.weight * weights.lost * lost
      let offCost = span.weight * weights.offCentre * abs(start - wanted) / share
      if span.isPart {
        cost.partCut += cutCost
        cost.partLost += lostCost
        cost.partOffCentre += offCost
      } else {
        cost.subjectCut += cutCost
        cost.subjectLost += lostCost
        cost.subjectOffCentre += offCost
      }
    }
    if spans.isEmpty { cost.saliencyLost = saliencyLost(from: start, to: start + share) }
    cost.straightCut = Self.straightCutWeight * (excess(at: start) + excess(at: start + share))
    cost.drift = Self.driftWeight * abs(place - slack / 2) / Double(length)
    return cost
  }

  /// The saliency outside, with what the two sides keep unequal added, so that its weight lies in the middle.
  private func saliencyLost(from start: Double, to end: Double) -> Double {
    guard profile.count > 1 else { return 0 }
    let (before, inside) = (sum(before: start), sum(before: end) - sum(before: start))
    let half = sum(before: (start + end) / 2) - before
    return 1 - inside + 0.25 * abs(inside - 2 * half)
  }

  /// How much more salient than its mean the picture is along an edge at `place`, as a multiple of that; nothing on the
  /// picture's own edge.
  private func excess(at place: Double) -> Double {
    guard profile.count > 1, place > 0.001, place < 0.999 else { return 0 }
    let reach = 0.5 / Double(profile.count - 1)
    return max(0, (sum(before: place + reach) - sum(before: place - reach)) / (2 * reach) - 1)
  }

  private func sum(before place: Double) -> Double {
    let position = min(max(place, 0), 1) * Double(profile.count - 1)
    let index = min(Int(position), profile.count - 2)
    let fraction = position - Double(index)
    return profile[index] * (1 - fraction) + profile[index + 1] * fraction
  }
}
