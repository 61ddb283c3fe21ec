internal import Planning
import ReframeSDK

/// Looks at what touches each exposed side and has other fills continue it: smooth sides by their trend, others by
/// example, both one after the other where sides differ. `FillDecision` decides, and is told to the log.
///
/// A fill that is missing or fails is replaced by the next of its manner; only if the last one fails does this one.
struct AutoFill: FillStrategy {
  let host: PluginHost

  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    try job.checkCancelled()
    var request = FillRequest(fill: nil, placed: task.placed, seed: task.seed)
    request.prompt = task.prompt
    request.subject = task.subject
    request.effort = task.effort
    try canvas.withPixels { (pixels) throws(ReframeError) in
      let readings = CanvasSide.allCases.filter {
        $0.reach(from: request.placed, to: PixelRect(pixels.size)) > 0
      }.map { side in
        var reading = BorderSurvey(pixels, placed: request.placed, side: side).reading()
        reading.touched = request.subject?.touched(side) ?? 0
        return reading
      }
      let decision = FillDecision(canvas: pixels.size, placed: request.placed, readings: readings)
      for choice in decision.choices {
        job.log(.debug, "fill auto: \(choice.side.rawValue) by \(choice.manner.rawValue), \(choice.reason)")
      }
      for step in decision.steps {
        try job.checkCancelled()
        try perform(step, of: request, on: pixels, job: job)
      }
    }
  }

  private func perform(
    _ step: FillDecision.Step, of whole: FillRequest, on pixels: LentPixels, job: JobContext
  ) throws(ReframeError) {
    var request = whole
    request.subject = whole.subject?.grown(from: whole.placed, to: step.placed)
    request.placed = step.placed
    request.placed.x -= step.view.x
    request.placed.y -= step.view.y
    var failure = ReframeError(.notFound, "there is no fill to choose from")
    for id in step.manner.fills {
      request.fill = id
      do throws(ReframeError) {
        try host.fill(pixels.part(step.view), request, source: nil, job: job)
        job.log(.debug, "fill auto: '\(id)' filled \(step.view.size) around \(step.placed.size)")
        return
      } catch {
        if error.kind == .cancelled { throw error }
        // That a plugin is not installed is no fault; that it does not do its work is.
        job.log(
          error.kind == .notFound ? .debug : .warning, "fill auto: goes on without '\(id)': \(error.message)")
        failure = error
      }
    }
    throw failure
  }
}

extension LentPixels {
  /// A rectangle of the picture, its pixels shared.
  fileprivate func part(_ rect: PixelRect) -> LentPixels {
    LentPixels(
      base: base + rect.y * stride + rect.x * channels, size: rect.size, channels: channels, stride: stride)
  }
}
