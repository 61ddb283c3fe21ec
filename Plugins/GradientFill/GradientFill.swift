import ReframeSDK

/// Continues skies, walls and studio sweeps: the slow change of colour goes on and levels out, under the grain of
/// the neighbourhood.
///
/// The picture is split in two, as in texture and structure inpainting (Bertalmio, Vese, Sapiro and Osher,
/// "Simultaneous structure and texture image inpainting", 2003). Tones, the means of cells, are continued with a
/// slope that is fitted robustly (medians of differences, after Theil and Sen) and tamed with the distance, while
/// what changes along the border spreads as heat does. The rest, grain, is quilted from patches of the band inside
/// the border (after Efros and Freeman, "Image quilting", 2001, but joined by weights whose squares add up to one,
/// which keeps the strength of noise where patches overlap). No patent is known to us that claims this.
///
/// Left and right are continued first, top and bottom then over the whole width, so that corners join. Time and
/// memory: the exposed area once, and a band inside of at most 160 pixels, 4 bytes a pixel.
struct GradientFill: FillStrategy {
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    try job.checkCancelled()
    let placed = task.placed
    let seed = task.seed
    let size = canvas.size
    guard placed.size != size else { return }
    try canvas.withPixels { (pixels) throws(ReframeError) in
      let columns = ToneAxis(placed.x..<placed.maxX, of: size.width, canvas: size)
      let rows = ToneAxis(placed.y..<placed.maxY, of: size.height, canvas: size)
      var tones = ToneGrid(columns: columns, rows: rows, channels: pixels.channels)
      try tones.measure(pixels, job: job)
      try tones.continueOutwards(job: job)
      for region in ExposedRegion.all(canvas: size, placed: placed) {
        let grain = try GrainSource(region, pixels: pixels, tones: tones, job: job)
        let quilt = GrainQuilt(region, from: grain, under: tones, seed: seed)
        try GrainPainter(region: region, tones: tones, grain: grain, quilt: quilt, seed: seed)
          .paint(pixels, job: job)
      }
    }
  }
}
