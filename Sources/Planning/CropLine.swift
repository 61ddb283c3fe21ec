/// One side of the picture along which the crop can move, and what each place there is expected to cost.
struct CropLine: Sendable {
  /// Pixels of the side.
  let whole: Int
  /// Pixels of the crop's side.
  let length: Int
  /// The regions along the side.
  let spans: [CropSpan]
  /// The saliency of the parts before each place, from 0 to 1 in equal steps; empty if regions decide.
  let profile: [Double]

  /// What a term counts for a subject and for a part that must not be cut.
  private struct Weights {
    let cut: Double
    let lost: Double
    let offCentre: Double
    /// The share whose loss is as bad as a cut can be.
    let ramp: Double
    static let subject = Weights(cut: 1, lost: 0.5, offCentre: 2, ramp: 0.15)
    static let part = Weights(cut: 4, lost: 0.2, offCentre: 0.05, ramp: 0.06)
  }

  private static let driftWeight = 0.001

  /// The place with the least cost: `positions` of them are tried, then finer ones near the best.
  func best(among positions: Int) -> Int {
    let slack = Double(whole - length)
    guard slack > 0 else { return 0 }
    var step = slack / Double(positions)
    var best = slack / 2
    var least = cost(at: best).total
    func attempt(_ place: Double) {
      guard place >= 0, place <= slack else { return }
      let total = cost(at: place).total
      let isNearer = abs(place - slack / 2) < abs(best - slack / 2)
      guard total < least - 1e-9 || (total < least + 1e-9 && isNearer) else { return }
      (best, least) = (place, total)
    }
    for index in 0...positions { attempt(Double(index) * step) }
    while step > 0.5 {
      let middle = best
      step /= 4
      for index in -4...4 where index != 0 { attempt(middle + Double(index) * step) }
    }
    return Int(best.rounded())
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
    cost.saliencyLost = saliencyLost(from: start, to: start + share)
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

  private func sum(before place: Double) -> Double {
    let position = min(max(place, 0), 1) * Double(profile.count - 1)
    let index = min(Int(position), profile.count - 2)
    let fraction = position - Double(index)
    return profile[index] * (1 - fraction) + profile[index + 1] * fraction
  }
}
