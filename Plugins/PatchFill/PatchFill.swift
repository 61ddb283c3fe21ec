import ReframeSDK

/// Continues the picture with matching windows of itself, in several scales, the subject left out.
struct PatchFill: FillStrategy {
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    if case .object(let fields) = task.parameters, let name = fields.keys.min() {
      throw ReframeError(.invalidArgument, "patch knows no parameter '\(name)'; it has none")
    }
    try job.checkCancelled()
    let placed = task.placed
    guard PixelRect(canvas.size) != placed else { return }
    guard min(placed.width, placed.height) >= Window.side else {
      return try Reflection.fill(&canvas, placed: placed, job: job)
    }
    let plan = PatchPlan(task.effort)
    let pyramid = try PatchPyramid(&canvas, placed: placed, count: PatchPlan.levels(canvas.size), job: job)
    let known = pyramid.levels[0].known
    try PatchSynthesis(
      pyramid: pyramid, plan: plan, barred: task.subject.flatMap { BarredArea($0, placed: known) },
      seed: task.seed, job: job
    ).run()
    try write(pyramid, to: &canvas, job: job)
  }

  private func write(
    _ pyramid: PatchPyramid, to canvas: inout MutablePixelView, job: JobContext
  ) throws(ReframeError) {
    let level = pyramid.levels[0]
    let channels = canvas.channels
    for y in 0..<level.height {
      if y % 32 == 0 { try job.checkCancelled() }
      let pixels = level.pixels + y * level.width
      let alpha = pyramid.alpha.map { $0.values + y * level.width }
      let isBeside = y >= level.known.y0 && y < level.known.y1
      canvas.withRow(y) { row in
        for x in 0..<level.width where !isBeside || x < level.known.x0 || x >= level.known.x1 {
          let opacity = alpha.map { UInt32($0[x]) } ?? 255
          for channel in 0..<3 {
            let value = UInt32(pixels[x][channel])
            row[x * channels + channel] =
              opacity == 255
              ? UInt8(value) : opacity == 0 ? 0 : UInt8(min(255, (value * 255 + opacity / 2) / opacity))
          }
          if channels == 4 { row[x * 4 + 3] = UInt8(opacity) }
        }
      }
    }
  }
}
