internal import Planning
import ReframeSDK

extension SourcePicture {
  /// The plan of every output. Throws `invalidArgument` for a canvas that is too large.
  func plans(_ subjects: SubjectMap?, carving: CarveEstimate?) throws(ReframeError) -> [OutputPlan] {
    let planner = FramingPlanner(source: size, mode: request.mode, subjects: subjects, carving: carving)
    var plans: [OutputPlan] = []
    for (index, output) in request.outputs.enumerated() {
      var plan = planner.plan(output, index: index)
      let canvas = plan.framing.canvas
      guard canvas.area <= request.pixelLimit else {
        throw ReframeError(
          .invalidArgument,
          "\(output.aspect) makes a canvas of \(canvas), which is more than \(request.pixelLimit) pixels; "
            + "give a size or a resolution, or raise max-pixels")
      }
      plan.fill = plan.framing.isExposed ? request.fill : nil
      plans.append(plan)
    }
    return plans
  }
}
