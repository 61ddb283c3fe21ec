import ReframeSDK

/// What a vendor would do, as far as it can be told without asking it: the canvas, and the source on it.
enum CloudPlan {
  /// The plan of a job for one output. Where the vendor chooses, the whole source stands in the middle.
  static func make(_ request: ReframeJob) throws(ReframeError) -> ReframePlan {
    guard let wanted = request.outputs.first else {
      throw ReframeError(.invalidArgument, "outputs: there is none")
    }
    let source = request.source?.size ?? PixelSize(width: 0, height: 0)
    let ratio = wanted.aspect.value
    let isWider = Double(source.width) > Double(source.height) * ratio
    let around = PixelSize(
      width: isWider ? source.width : Int((Double(source.height) * ratio).rounded()),
      height: isWider ? Int((Double(source.width) / ratio).rounded()) : source.height)
    let canvas = wanted.size ?? around
    let framing = Framing(canvas: canvas, placement: placement(of: source, on: canvas, wanted.placement))
    let operation: OutputPlan.Operation =
      switch (framing.isCropped, framing.isExposed) {
      case (true, true): .cropAndExpand
      case (true, false): .crop
      case (false, true): .expand
      case (false, false): .resize
      }
    let shown = framing.shown
    let crop = PixelRect(
      x: Int((shown.x * Double(source.width)).rounded()), y: Int((shown.y * Double(source.height)).rounded()),
      width: Int((shown.width * Double(source.width)).rounded()),
      height: Int((shown.height * Double(source.height)).rounded()))
    var plan = OutputPlan(output: 0, operation: operation, framing: framing, crop: crop)
    plan.expectedSeconds = request.card?.averageSeconds
    if wanted.placement == nil { plan.notes = ["The vendor chooses the framing; this is a likely one."] }
    return ReframePlan(source: source, subjects: nil, outputs: [plan])
  }

  private static func placement(of source: PixelSize, on canvas: PixelSize, _ share: UnitRect?) -> Placement {
    let (width, height) = (Double(canvas.width), Double(canvas.height))
    if let share {
      return Placement(
        x: share.x * width, y: share.y * height, width: share.width * width, height: share.height * height)
    }
    guard source.width > 0, source.height > 0 else {
      return Placement(x: 0, y: 0, width: width, height: height)
    }
    let scale = min(width / Double(source.width), height / Double(source.height))
    let size = (width: Double(source.width) * scale, height: Double(source.height) * scale)
    return Placement(
      x: (width - size.width) / 2, y: (height - size.height) / 2, width: size.width, height: size.height)
  }
}
