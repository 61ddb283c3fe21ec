import Dispatch
internal import Imaging
import ReframeSDK

/// Renders planned outputs from the decoded source and writes them. Several may be rendered at a time.
struct OutputRenderer: @unchecked Sendable {
  let picture: SourcePicture
  /// The whole source at the working scale.
  let raster: Raster
  let subjects: SubjectMap?
  let metadata: ImageMetadata?
  let output: RenditionOutput
  let clock: StepClock
  /// Held while there is a large canvas, of which there is one at a time: memory is bounded by the largest output.
  private let turn = DispatchSemaphore(value: 1)
  private static let largeCanvas = 8 << 20

  var request: ReframeJob { picture.request }
  var isCancelled: () -> Bool { { picture.job.isCancelled } }

  /// Renders one variation of an output and, if asked, the picture of how it was decided. `progress` is told which
  /// share of the slow parts is done.
  func render(
    _ variation: PlannedVariation, progress: @escaping @Sendable (Double) -> Void
  ) throws(ReframeError) {
    var clock = clock
    var plan = variation.plan
    let wanted = request.outputs[plan.output]
    let format = wanted.format ?? picture.format
    let isLarge = window(plan) == nil && plan.framing.canvas.area * raster.channels > Self.largeCanvas
    if isLarge { turn.wait() }
    defer { if isLarge { turn.signal() } }
    var canvas = try window(plan) == nil ? draw(plan, progress: progress) : raster
    clock.mark("render")
    if plan.framing.isExposed {
      let outcome = try fill(canvas, plan, seed: variation.seed)
      if outcome.isPoor, let crop = plan.crop(insteadOf: outcome, of: picture.size) {
        plan = crop
        canvas = try window(plan) == nil ? draw(plan, progress: progress) : raster
      } else {
        plan.take(outcome)
      }
      clock.mark("fill")
    }
    var rendition = Rendition(output: plan.output, mediaType: format.mediaType, size: plan.framing.canvas)
    rendition.variation = variation.number
    rendition.plan = plan
    rendition.source = picture.size
    rendition.subjects = subjects
    rendition.timings = clock.steps
    try write(
      rendition, canvas, window(plan) ?? canvas.bounds,
      ImageEncoder(
        try ImageFormat(format), quality: wanted.quality, metadata: metadata, isCancelled: isCancelled)
    )
    if request.explains && variation.number == 0 { try explain(rendition, plan) }
  }

  /// The part of the decoded source that is the canvas as it stands; `nil` if it must be scaled or filled.
  private func window(_ plan: OutputPlan) -> Raster.Rect? {
    let visible = plan.framing.placement.visible(on: plan.framing.canvas)
    guard !plan.framing.isExposed, plan.framing.carve == nil else { return nil }
    return unscaled(visible, plan.framing.placement)
  }

  /// The pixels of the decoded source that belong in `visible`, if the working scale is the placement's.
  private func unscaled(_ visible: PixelRect, _ place: Placement) -> Raster.Rect? {
    guard
      abs(place.width - Double(raster.width)) < 0.5, abs(place.height - Double(raster.height)) < 0.5,
      visible.width <= raster.width, visible.height <= raster.height
    else { return nil }
    return Raster.Rect(
      x: min(max(0, visible.x - Int(place.x.rounded())), raster.width - visible.width),
      y: min(max(0, visible.y - Int(place.y.rounded())), raster.height - visible.height),
      width: visible.width, height: visible.height)
  }

  /// The canvas with everything but the exposed area in place.
  private func draw(
    _ plan: OutputPlan, progress: @escaping @Sendable (Double) -> Void
  ) throws(ReframeError) -> Raster {
    let framing = plan.framing
    if let carve = framing.carve { return try drawCarved(framing, carve, progress: progress) }
    let visible = framing.placement.visible(on: framing.canvas)
    return try imaging { () throws(ImagingError) in
      guard let window = unscaled(visible, framing.placement) else {
        return try drawShown(framing, of: raster)
      }
      let canvas = try canvas(framing)
      raster.copy(window, into: canvas, x: visible.x, y: visible.y)
      return canvas
    }
  }

  /// The canvas with what it shows of a picture, the whole of which is placed, scaled.
  func drawShown(_ framing: Framing, of picture: Raster) throws(ImagingError) -> Raster {
    let canvas = try canvas(framing)
    let shown = framing.shown
    let (width, height) = (Double(picture.width), Double(picture.height))
    try picture.resize(
      x: shown.x * width, y: shown.y * height, width: shown.width * width, height: shown.height * height,
      into: canvas, at: Raster.Rect(framing.placement.visible(on: framing.canvas)), isCancelled: isCancelled)
    return canvas
  }

  /// An empty canvas, in memory that fills may share if there is anything to fill.
  func canvas(_ framing: Framing) throws(ImagingError) -> Raster {
    try Raster(
      size: Raster.Size(width: framing.canvas.width, height: framing.canvas.height),
      channels: raster.channels, allocator: framing.isExposed ? Raster.Allocator(picture.host) : .heap)
  }

  private func write(
    _ rendition: Rendition, _ canvas: Raster, _ rect: Raster.Rect, _ encoder: ImageEncoder
  ) throws(ReframeError) {
    try output.write(rendition) { (take) throws(ReframeError) in
      do {
        try encoder.encode(canvas, rect: rect) { bytes in try take(bytes) }
      } catch let error as ImagingError {
        throw ReframeError(error)
      } catch let error as ReframeError {
        throw error
      } catch {
        throw ReframeError(.internalFault, "\(error)")
      }
    }
  }

  private func explain(_ result: Rendition, _ plan: OutputPlan) throws(ReframeError) {
    let drawing = try imaging { () throws(ImagingError) in
      try ExplanationDrawing(raster, subjects: subjects, plan: plan).picture()
    }
    var rendition = result
    rendition.role = .explanation
    rendition.mediaType = OutputFormat.png.mediaType
    rendition.size = PixelSize(drawing.size)
    try write(rendition, drawing, drawing.bounds, ImageEncoder(.png))
  }
}

extension Raster {
  /// Copies a part, pixel by pixel, to a place in another picture of the same kind.
  func copy(_ rect: Rect, into target: Raster, x: Int, y: Int) {
    for line in 0..<rect.height {
      (target.base + (y + line) * target.stride + x * channels)
        .update(from: base + (rect.y + line) * stride + rect.x * channels, count: rect.width * channels)
    }
  }
}
