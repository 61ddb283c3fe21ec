package import ReframeSDK

/// Turns what is wanted and what is known of the subjects into framings. Pure and deterministic.
package struct FramingPlanner: Sendable {
  let source: PixelSize
  private let mode: ReframeMode
  let subjects: SubjectMap
  /// What carving costs, for modes that carve.
  package var carving: CarveEstimate?
  /// The most pixels that a canvas may have, for modes that choose it.
  package var pixelLimit = Int.max
  /// How hard the sides are to continue, for modes that choose whether to expand.
  package var hardness = BorderHardness.unknown

  /// The name under which the crop stands among the rivals of what exposes more.
  package static let cropRival = "crop"
  /// Windows between the largest crop and the whole source that `auto` weighs.
  private static let windows = 48

  /// A planner for one source.
  package init(source: PixelSize, mode: ReframeMode, subjects: SubjectMap?) {
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
    guard mode == .auto, let other = better(output, index, than: choice, planner) else {
      var plan = self.plan(crop, index)
      plan.rivals = rivals
      plan.cost = choice.cost
      return plan
    }
    var plan = other.plan
    plan.rivals = [Rival(name: Self.cropRival, framing: crop, cost: cropCost(choice, planner).named)]
    plan.rivals += other.rivals + rivals
    plan.cost = other.cost.named
    plan.notes.append("a crop would lose \(Int((choice.loss * 100).rounded())) % of the subject")
    return plan
  }

  /// Whether `auto` has to weigh anything against the best crop: not if that loses less than the least that adding
  /// canvas or carving costs.
  package func wantsMore(for output: OutputRequest) -> Bool {
    guard output.placement == nil, !CanvasRule.matches(output, source: source) else { return false }
    let planner = CropPlanner(source: source, subjects: subjects)
    let cost = cropCost(planner.plan(CanvasRule.largestCrop(output.aspect, of: source)), planner)
    return cost.total > FramingCost.leastAlternative
  }

  private func cropCost(_ choice: CropChoice, _ planner: CropPlanner) -> FramingCost {
    FramingCost(loss: choice.loss, isGiven: planner.isGiven)
  }

  /// What costs less than the crop, and what else was weighed; `nil` if nothing does.
  private func better(_ output: OutputRequest, _ index: Int, than choice: CropChoice, _ planner: CropPlanner)
    -> (plan: OutputPlan, cost: FramingCost, rivals: [Rival])?
  {
    let crop = cropCost(choice, planner)
    guard crop.total > FramingCost.leastAlternative else { return nil }
    var ways: [(name: String, plan: OutputPlan, cost: FramingCost)] = []
    if let wider = wider(output, than: choice, planner) {
      ways.append(("expansion", plan(wider.framing, index), wider.cost))
    }
    if let carving {
      let carved = carved(output, index)
      ways.append(("carving", carved, carvingCost(carved, carving, isGiven: planner.isGiven)))
    }
    ways.removeAll { $0.plan.framing.canvas.area > pixelLimit }
    ways.sort { $0.cost.total < $1.cost.total }
    guard let best = ways.first, best.cost.total < crop.total else { return nil }
    let rivals = ways.dropFirst().map { Rival(name: $0.name, framing: $0.plan.framing, cost: $0.cost.named) }
    return (best.plan, best.cost, rivals)
  }

  private func carvingCost(_ plan: OutputPlan, _ estimate: CarveEstimate, isGiven: Bool) -> FramingCost {
    guard let carve = plan.framing.carve else { return FramingCost(loss: 0, isGiven: isGiven) }
    let shown = plan.framing.shown
    let loss = CropPlanner(source: carve, subjects: subjects).loss(
      of: PixelRect(
        x: Int(shown.x * Double(carve.width)), y: Int(shown.y * Double(carve.height)),
        width: Int((shown.width * Double(carve.width)).rounded()),
        height: Int((shown.height * Double(carve.height)).rounded())))
    return FramingCost(loss: loss, isGiven: isGiven, carved: estimate.cost(of: carve, from: source))
  }

  /// The window larger than the crop that costs least.
  private func wider(_ output: OutputRequest, than choice: CropChoice, _ planner: CropPlanner) -> (
    framing: Framing, cost: FramingCost
  )? {
    var best: (window: PixelRect, cost: FramingCost)?
    for step in 1...Self.windows {
      let window = planner.window(choice.crop.size, enlarged: Double(step) / Double(Self.windows))
      // Crop and window have one ratio, and the source fills one of the window's sides.
      let exposed = 1 - (Double(choice.crop.size.area) / Double(window.size.area)).squareRoot()
      let cost = FramingCost(
        loss: planner.loss(of: window), isGiven: planner.isGiven, exposed: exposed,
        hardness: hardness.mean(exposedBy: window, of: source))
      if cost.total < (best?.cost.total ?? .infinity) - 1e-12 { best = (window, cost) }
    }
    return best.map { window, cost in
      let size = widened(window.size, to: output.aspect)
      return (framing(output, x: window.x, y: window.y, window: size), cost)
    }
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

  private func plan(_ framing: Framing, _ index: Int) -> OutputPlan {
    OutputPlan(output: index, framing, of: source)
  }
}
