internal import Imaging
internal import Planning
import ReframeSDK

extension SourcePicture {
  /// The plan of every output. Throws `invalidArgument` for a canvas that is too large.
  /// `raster`, the whole source at any scale, is asked for only if a choice depends on it.
  func plans(_ subjects: SubjectMap?, in raster: () throws(ReframeError) -> Raster) throws(ReframeError)
    -> [OutputPlan]
  {
    var planner = FramingPlanner(source: size, mode: request.mode, subjects: subjects)
    planner.pixelLimit = request.pixelLimit
    if request.mode == .carve { planner.carving = try carving(subjects, in: raster()) }
    // Only where a crop alone would not do is there anything to weigh.
    let isWeighed = request.mode == .auto && request.outputs.contains { planner.wantsMore(for: $0) }
    if isWeighed {
      planner.carving = try carving(subjects, in: raster())
      planner.hardness = try hardness(in: raster(), subjects)
    }
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

  /// How hard the picture's sides are to continue.
  private func hardness(in raster: Raster, _ subjects: SubjectMap?) throws(ReframeError) -> BorderHardness {
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
