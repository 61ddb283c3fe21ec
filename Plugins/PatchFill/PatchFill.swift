import ReframeSDK

/// Continues the picture with matching windows of itself, in several scales, the subject left out.
///
/// From coarse to fine, an estimate of the exposed area is matched against the source and settled anew, until every
/// window of it looks like one of the source (`PatchSynthesis`). Windows are held to the colour and texture of the
/// border that they continue and to its rows or columns (`BorderProfile`), pay more for differences at the border,
/// and are never taken from the subject (`BarredArea`). The last vote mixes the sharpest copy into the mean
/// (`PatchVote`), and what then still misses the border is spread outwards (`BorderJoin`). A source smaller than a
/// window is mirrored, and of what is matched around a small one that on which it has nothing to say (`NearArea`).
/// Takes 11 to 13 MB for each megapixel of the canvas beside the canvas itself, as measured at 16 and 29 megapixels (14
/// with alpha), no parameters, and any number of threads for the same result.
///
/// After: Wexler, Shechtman, Irani, "Space-time completion of video" (PAMI 2007), the turns of matching and voting;
/// Kwatra, Essa, Bobick, Kwatra, "Texture optimization for example-based synthesis" (SIGGRAPH 2005); Ashikhmin,
/// "Synthesizing natural textures" (I3D 2001), looking where a neighbour's source goes on; Barnes, Shechtman,
/// Finkelstein, Goldman, "PatchMatch" (SIGGRAPH 2009), how few trials suffice; Perez, Gangnet, Blake, "Poisson image
/// editing" (SIGGRAPH 2003), the join.
///
/// Patents known to lie nearby, and what is done otherwise here. US 8,571,328 and its family (matching by
/// turns of neighbours' mappings and random perturbations of the own one): matches begin as a mirror image, places
/// are drawn without regard to the match at hand, and it is only ever moved by one pixel, in fixed order.
/// US 9,396,530 (copying at full resolution through an upsampled low-resolution offset map): every scale is searched
/// and voted anew. US 10,586,311, 10,706,509 and 11,200,645 (patches under similarity transforms): windows are only
/// shifted.
struct PatchFill: FillStrategy {
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    if case .object(let fields) = task.parameters, let name = fields.keys.min() {
      throw ReframeError(.invalidArgument, "patch knows no parameter '\(name)'; it has none")
    }
    try job.checkCancelled()
    let placed = task.placed
    guard PixelRect(canvas.size) != placed else { return }
    guard min(placed.width, placed.height) >= Window.side else {
      return try Reflection.fill(&canvas, known: placed, job: job)
    }
    let plan = PatchPlan(task.effort)
    let view = NearArea.around(placed, on: canvas.size)
    let pyramid = try PatchPyramid(&canvas, view: view, placed: placed, job: job)
    let known = pyramid.levels[0].known
    try PatchSynthesis(
      pyramid: pyramid, plan: plan, barred: task.subject.flatMap { BarredArea($0, placed: known) },
      seed: task.seed, job: job
    ).run()
    try write(pyramid, to: &canvas, at: view, job: job)
    guard view != PixelRect(canvas.size) else { return }
    try Reflection.fill(
      &canvas, known: NearArea.trusted(view, around: placed, on: canvas.size), sparing: placed, job: job)
  }

  private func write(
    _ pyramid: PatchPyramid, to canvas: inout MutablePixelView, at view: PixelRect, job: JobContext
  ) throws(ReframeError) {
    let level = pyramid.levels[0]
    let channels = canvas.channels
    for y in 0..<level.height {
      if y % 32 == 0 { try job.checkCancelled() }
      let pixels = level.pixels + y * level.width
      let alpha = pyramid.alpha.map { $0.values + y * level.width }
      let isBeside = y >= level.known.y0 && y < level.known.y1
      canvas.withRow(view.y + y) { row in
        for x in 0..<level.width where !isBeside || x < level.known.x0 || x >= level.known.x1 {
          let opacity = alpha.map { UInt32($0[x]) } ?? 255
          let sample = (view.x + x) * channels
          for channel in 0..<3 {
            let value = UInt32(pixels[x][channel])
            row[sample + channel] =
              opacity == 255
              ? UInt8(value) : opacity == 0 ? 0 : UInt8(min(255, (value * 255 + opacity / 2) / opacity))
          }
          if channels == 4 { row[sample + 3] = UInt8(opacity) }
        }
      }
    }
  }
}
