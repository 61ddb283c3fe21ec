package import ReframeSDK

/// Turns what is wanted and what is known of the subjects into framings. Pure and deterministic.
package struct FramingPlanner: Sendable {
  let source: PixelSize
  private let mode: ReframeMode
  let subjects: SubjectMap
  let carving: CarveEstimate?

  /// Of a subject that was found, the share that `auto` lets a crop lose before it expands instead. Detectors are
  /// not sure of edges, and a filled margin is the greater evil until more than this is at stake.
  package static let tolerableLoss = 0.2
  /// The same for a subject that the user named.
  package static let tolerableLossOfGiven = 0.02
  /// The least share of the canvas that `auto` fills for a subject that was found: a thin strip looks worse than
  /// a cut a little too hard.
  package static let leastExposure = 0.12

  /// A planner for one source. `carving` is what carving costs, for modes that carve.
  package init(
    source: PixelSize, mode: ReframeMode, subjects: SubjectMap?, carving: CarveEstimate? = nil
  ) {
    self.carving = carving
    self.source = source
    self.mode = mode
    self.subjects = subjects ?? SubjectMap(regions: [])
  }

  /// Decides one output.
  package func plan(_ output: OutputRequest, index: Int) -> OutputPlan {
    if let place = output.placement { return placed(output, place, index) }
    if CanvasRule.matches(output, source: source) { return resized(output, index) }
    if mode == .expand { return expanded(output, index) }
    if mode == .carve { return carved(output, index) }
    return cropped(output, index)
  }

  /// The user said where the source lies.
  private func placed(_ output: OutputRequest, _ place: UnitRect, _ index: Int) -> OutputPlan {
    let canvas = output.size ?? CanvasRule.canvas(output.aspect, source: source, share: place)
    let (width, height) = (Double(canvas.width), Double(canvas.height))
    let framing = Framing(
      canvas: canvas,
      placement: Placement(
        x: place.x * width, y: place.y * height, width: place.width * width, height: place.height * height))
    var plan = self.plan(framing, index)
    let stretch = framing.placement.width / framing.placement.height / source.ratio
    if abs(stretch - 1) > 0.01 {
      plan.notes.append("the placement has another ratio than the source, which is stretched to it")
    }
    return plan
  }

  private func resized(_ output: OutputRequest, _ index: Int) -> OutputPlan {
    let canvas = output.size ?? source
    var plan = OutputPlan(
      output: index, operation: .resize,
      framing: Framing(canvas: canvas, crop: PixelRect(source), of: source),
      crop: PixelRect(source))
    plan.notes = ["already \(output.aspect), only scaled"]
    return plan
  }

  /// All of the source in the middle of the smallest canvas.
  private func expanded(_ output: OutputRequest, _ index: Int) -> OutputPlan {
    let window = CanvasRule.smallestCanvas(output.aspect, around: source)
    return plan(framing(output, x: nil, y: nil, window: window), index)
  }

  private func cropped(_ output: OutputRequest, _ index: Int) -> OutputPlan {
    let size = CanvasRule.largestCrop(output.aspect, of: source)
    let planner = CropPlanner(source: source, subjects: subjects)
    let choice = planner.plan(size)
    let crop = Framing(canvas: output.size ?? size, crop: choice.crop, of: source)
    let rivals = choice.rivals.map { rival in
      Rival(
        name: rival.name, framing: Framing(canvas: output.size ?? size, crop: rival.crop, of: source),
        cost: rival.cost)
    }
    let wider = mode == .auto ? self.wider(output, than: choice, planner) : nil
    var plan = self.plan(wider ?? crop, index)
    plan.rivals = rivals
    plan.cost = choice.cost
    if wider != nil {
      plan.rivals.insert(Rival(name: "crop", framing: crop, cost: choice.cost), at: 0)
      plan.cost = [:]
      plan.notes.append("a crop would lose \(Int((choice.loss * 100).rounded())) % of the subject")
    }
    return plan
  }

  /// The smallest window that keeps enough of the subject, if no crop does.
  private func wider(_ output: OutputRequest, than choice: CropChoice, _ planner: CropPlanner) -> Framing? {
    let limit = planner.isGiven ? Self.tolerableLossOfGiven : Self.tolerableLoss
    guard choice.loss > limit else { return nil }
    let window = planner.window(choice.crop.size, losing: limit)
    // Crop and window have one ratio, and the source fills one of the window's sides.
    let exposed = 1 - (Double(choice.crop.size.area) / Double(window.size.area)).squareRoot()
    guard exposed > (planner.isGiven ? 0 : Self.leastExposure) else { return nil }
    return framing(output, x: window.x, y: window.y, window: widened(window.size, to: output.aspect))
  }

  /// The ratio of a small crop is off by its rounding, and a multiple's by more: adds what is missing.
  private func widened(_ window: PixelSize, to aspect: AspectRatio) -> PixelSize {
    let limit = CanvasRule.smallestCanvas(aspect, around: source)
    let width = max(window.width, Int((Double(window.height) * aspect.value).rounded()))
    let height = max(window.height, Int((Double(window.width) / aspect.value).rounded()))
    return PixelSize(width: min(width, limit.width), height: min(height, limit.height))
  }

  /// The framing that shows a window of the source's plane. Along a side where the window is longer than the
  /// source, the source lies in the middle; along the other the window stays within it, near `x` or `y`.
  private func framing(_ output: OutputRequest, x: Int?, y: Int?, window: PixelSize) -> Framing {
    let left = Self.start(x, window: window.width, source: source.width)
    let top = Self.start(y, window: window.height, source: source.height)
    return Framing(
      canvas: output.size ?? window,
      crop: PixelRect(x: left, y: top, width: window.width, height: window.height), of: source)
  }

  private static func start(_ wanted: Int?, window: Int, source: Int) -> Int {
    guard window < source else { return -((window - source) / 2) }
    return min(max(0, wanted ?? (source - window) / 2), source - window)
  }

  /// A plan whose operation follows from what the framing exposes and cuts off.
  private func plan(_ framing: Framing, _ index: Int) -> OutputPlan {
    let shown = framing.shown
    let left = min(source.width - 1, Int((shown.x * Double(source.width)).rounded()))
    let top = min(source.height - 1, Int((shown.y * Double(source.height)).rounded()))
    let crop = PixelRect(
      x: left, y: top, width: max(1, Int((shown.maxX * Double(source.width)).rounded()) - left),
      height: max(1, Int((shown.maxY * Double(source.height)).rounded()) - top))
    let operation: OutputPlan.Operation =
      switch (framing.isCropped, framing.isExposed) {
      case (true, true): .cropAndExpand
      case (false, true): .expand
      case (true, false): .crop
      case (false, false): .resize
      }
    return OutputPlan(output: index, operation: operation, framing: framing, crop: crop)
  }
}
