internal import Planning
import ReframeSDK

/// One picture that is to be made of a plan: variations of a filled canvas differ by seed, those of a crop are the
/// planner's next choices.
struct PlannedVariation: Sendable {
  /// From 0.
  let number: Int
  let plan: OutputPlan
  let seed: UInt32

  /// The variations of all plans that a job asks for.
  static func all(_ plans: [OutputPlan], of request: ReframeJob, source: PixelSize) -> [PlannedVariation] {
    plans.flatMap { plan in
      (0..<max(1, request.imageCount)).map { number in
        PlannedVariation(
          number: number, plan: plan.variation(number, of: source),
          seed: request.seed &+ UInt32(clamping: number))
      }
    }
  }
}

extension OutputPlan {
  /// The plan of a variation: this one if it fills anything, else that of the rival of the number.
  fileprivate func variation(_ number: Int, of source: PixelSize) -> OutputPlan {
    guard number > 0, !framing.isExposed else { return self }
    var plan = self
    guard number <= rivals.count else {
      plan.notes.append("no further framing differs from those of the other variations")
      return plan
    }
    plan = choosing(rivals[number - 1], named: "first choice", of: source)
    plan.notes.append("the variation by the rule: \(rivals[number - 1].name)")
    return plan
  }
}
