internal import Imaging
internal import Planning
import ReframeSDK

/// Crops and expands stills on this machine: decodes once, asks a detector where the subject is, plans every
/// output from that, and renders them side by side.
struct LocalEngine: ReframeProvider {
  let host: PluginHost

  func models() throws(ReframeError) -> [ModelCard] {
    var card = ModelCard(slug: "local/reframe", vendor: "local", title: "Local engine")
    card.outputLimit = 64
    card.averageSeconds = 0.1
    card.pricing = .object(["rule": .string("free")])
    return [card]
  }

  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan
  {
    let picture = try SourcePicture(source, request: request, host: host, job: job)
    // At the scale of `submit`, as a detector's answer depends on the pixels that it is shown.
    let raster = try picture.decode(scale: picture.workingScale)
    let subjects = try picture.subjects(in: raster)
    return ReframePlan(
      source: picture.size, subjects: subjects, outputs: try picture.plans(subjects))
  }

  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    var clock = StepClock()
    let picture = try SourcePicture(source, request: request, host: host, job: job)
    let raster = try picture.decode(scale: picture.workingScale)
    clock.mark("decode")
    try job.progress(0.6, "decode")
    let subjects = try picture.subjects(in: raster)
    clock.mark("detect")
    let plans = try picture.plans(subjects)
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
    try Parallel.forEach(plans) { (plan) throws(ReframeError) in try renderer.render(plan) }
    try job.progress(1, "done")
    return .finished
  }
}
