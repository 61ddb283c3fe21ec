internal import Imaging
internal import Planning
import ReframeSDK

/// Crops and expands stills on this machine: decodes once, asks a detector where the subject is, plans every
/// output from that, and renders them side by side.
struct LocalEngine: ReframeProvider {
  let host: PluginHost
  /// The share of a plain crop that is done when the source is decoded.
  private static let decoded = 0.6

  func models() throws(ReframeError) -> [ModelCard] {
    var card = ModelCard(slug: "local/reframe", vendor: "local", title: "Local engine")
    card.modes = ReframeMode.allCases
    card.outputLimit = 64
    card.averageSeconds = 0.1
    card.qualityTier = 1
    card.takesSizes = true
    card.placement = .fractions
    card.resolutions = ["1k", "2k", "4k"].map { ModelCard.Resolution(name: $0) }
    card.imageCountLimit = 16
    card.sourcePixelLimit = ReframeJob.defaultPixelLimit
    card.sourceFormats = [
      "image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/heic", "image/avif",
    ]
    card.pricing = .object(["book": .string("local"), "rule": .string("free")])
    return [card]
  }

  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan
  {
    let picture = try SourcePicture(source, request: request, host: host, job: job)
    var decoded: Raster?
    func raster() throws(ReframeError) -> Raster {
      if let decoded { return decoded }
      // At the scale of `submit`, as what is seen depends on the pixels.
      let raster = try picture.decode(scale: picture.workingScale)
      decoded = raster
      return raster
    }
    let subjects = try picture.subjects(in: raster)
    return ReframePlan(
      source: picture.size, subjects: subjects, outputs: try picture.plans(subjects, in: raster))
  }

  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    try JobsInFlight.adding { () throws(ReframeError) in
      try reframe(request, source: source, output: output, job: job)
    }
  }

  private func reframe(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    var clock = StepClock()
    let picture = try SourcePicture(source, request: request, host: host, job: job)
    let raster = try picture.decode(scale: picture.workingScale)
    clock.mark("decode")
    try job.progress(Self.decoded, "decode")
    let subjects = try picture.subjects { raster }
    clock.mark("detect")
    let plans = try picture.plans(subjects) { raster }
    clock.mark("plan")
    let metadata = try picture.metadata()
    for format in Set(request.outputs.map { $0.format ?? picture.format }) {
      let lost = try metadata?.lost(in: ImageFormat(format)) ?? []
      if !lost.isEmpty {
        job.log(
          .warning, "\(lost.joined(separator: ", ")) left out: \(format.rawValue) files have no room for it")
      }
    }
    let renderer = OutputRenderer(
      picture: picture, raster: raster, subjects: subjects, metadata: metadata, output: output, clock: clock)
    let variations = PlannedVariation.all(plans, of: request, source: picture.size)
    let progress = RenderProgress(job, of: variations.count, from: Self.decoded)
    try Parallel.forEach(Array(variations.indices)) { (index) throws(ReframeError) in
      try renderer.render(variations[index]) { progress.report($0, of: index) }
      progress.report(1, of: index)
    }
    try job.progress(1, "done")
    return .finished
  }
}
