internal import Imaging
internal import Planning
import ReframeSDK

extension SourcePicture {
  /// The plan of every output. Throws `invalidArgument` for a canvas that is too large.
  func plans(_ subjects: SubjectMap?, _ hardness: BorderHardness) throws(ReframeError) -> [OutputPlan] {
    let planner = FramingPlanner(source: size, mode: request.mode, subjects: subjects, hardness: hardness)
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

  /// How hard the picture's sides are to continue, if the planner has the choice.
  func hardness(in raster: () throws(ReframeError) -> Raster, _ subjects: SubjectMap?) throws(ReframeError)
    -> BorderHardness
  {
    let matters = request.outputs.contains { $0.placement == nil && !CanvasRule.matches($0, source: size) }
    guard request.mode == .auto, matters else { return .unknown }
    let raster = try raster()
    let thumbnail = try imaging { () throws(ImagingError) in
      try raster.thumbnail(maxSide: Self.thumbnailSide)
    }
    let whole = PixelRect(PixelSize(thumbnail.size))
    let subject = subjects.flatMap { SaliencyGrid(of: $0, within: UnitRect(x: 0, y: 0, width: 1, height: 1)) }
    return BorderHardness(
      CanvasSide.allCases.map { side in
        var reading = BorderSurvey(LentPixels(thumbnail), placed: whole, side: side).reading()
        reading.touched = subject?.touched(side) ?? 0
        return reading
      })
  }
}
