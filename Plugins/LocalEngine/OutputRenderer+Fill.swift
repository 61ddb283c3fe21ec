internal import Imaging
internal import Planning
import ReframeSDK

/// What came of filling a canvas.
struct FillOutcome {
  /// Id of the fill whose work the canvas shows.
  var fill: String?
  /// How well that goes with the rest, 0 to 1; `nil` if nobody looked.
  var score: Double?
  /// Whether the score is less than was asked for.
  var isPoor = false
  /// Which fills were given up, for a person.
  var notes: [String] = []
}

extension OutputRenderer {
  /// Gives the exposed area a value: by the fill of the job or, while the result scores less than the job's floor,
  /// by the spare ones. If all do, the best of them stays.
  func fill(_ canvas: Raster, _ plan: OutputPlan, seed: UInt32) throws(ReframeError) -> FillOutcome {
    let placed = plan.framing.placement.visible(on: plan.framing.canvas)
    let floor = request.fillFloor ?? 0
    var request = FillRequest(fill: request.fill, placed: placed, seed: seed)
    request.prompt = self.request.prompt ?? ""
    request.parameters = self.request.fillParameters
    request.subject = subjects.flatMap {
      SaliencyGrid(
        of: $0, within: plan.framing.shown,
        exposed: CanvasSide.allCases.filter { $0.reach(from: placed, to: PixelRect(plan.framing.canvas)) > 0 }
      )
    }
    request.effort = FillEffort(self.request.generationMode)
    let backdrop = try imaging { () throws(ImagingError) in
      try raster.thumbnail(maxSide: SourcePicture.thumbnailSide, allocator: Raster.Allocator(picture.host))
    }
    var best = FillOutcome()
    for id in [request.fill] + (self.request.spareFills ?? []).map(Optional.some) {
      request.fill = id
      try picture.host.fill(LentPixels(canvas), request, source: LentPixels(backdrop), job: picture.job)
      guard floor > 0 else { return FillOutcome(fill: id) }
      let score = canvas.fillScore(placed: Raster.Rect(placed)).total
      if score >= floor {
        return FillOutcome(fill: id, score: score, notes: best.notes)
      }
      best.notes.append(
        "the fill '\(id ?? "")' scores \(Self.rounded(score)), less than \(Self.rounded(floor))")
      request.parameters = .object([:])
      if score > best.score ?? -1 { (best.fill, best.score) = (id, score) }
    }
    // The last one's work is there; that of the best is made again, as the same seed gives the same.
    if best.fill != request.fill {
      request.fill = best.fill
      if best.fill == self.request.fill { request.parameters = self.request.fillParameters }
      try picture.host.fill(LentPixels(canvas), request, source: LentPixels(backdrop), job: picture.job)
    }
    best.isPoor = true
    return best
  }

  /// With two digits after the point.
  private static func rounded(_ score: Double) -> Double { (score * 100).rounded() / 100 }
}

extension OutputPlan {
  /// Notes what came of filling.
  mutating func take(_ outcome: FillOutcome) {
    fill = outcome.fill
    fillScore = outcome.score
    notes += outcome.notes
    if outcome.isPoor { notes.append("no fill scores better, so the best of them was kept") }
  }

  /// The plan that crops where the planner was free to, as no fill is good enough; `nil` if it was not.
  func crop(insteadOf outcome: FillOutcome, of source: PixelSize) -> OutputPlan? {
    guard let rival = rivals.first(where: { $0.name == FramingPlanner.cropRival }) else { return nil }
    var plan = choosing(rival, named: operation.rawValue, of: source)
    plan.fill = nil
    plan.notes += outcome.notes + ["cropped instead"]
    return plan
  }
}
