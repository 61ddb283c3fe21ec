package import ReframeSDK

extension ReframeJob {
  /// Checks a request and makes a job of it. Throws every fault at once.
  package init(validating request: ReframeRequest) throws(Problems) {
    var validator = RequestValidator(request)
    self = validator.job()
    if !validator.problems.isEmpty { throw Problems(validator.problems) }
  }
}

/// Turns the untrusted into the valid, and notes what is wrong on the way.
private struct RequestValidator {
  let request: ReframeRequest
  let pixelLimit: Int
  var problems: [Problem] = []

  init(_ request: ReframeRequest) {
    self.request = request
    let limit = request.pixelLimit ?? ReframeJob.defaultPixelLimit
    pixelLimit = limit < 1 ? ReframeJob.defaultPixelLimit : limit
    if limit < 1 { problem("max-pixels", "\(limit) is not a positive number of pixels") }
  }

  mutating func job() -> ReframeJob {
    var job = ReframeJob(model: request.model, outputs: outputs())
    job.pixelLimit = pixelLimit
    job.mode = choice(request.mode, "mode", among: ReframeMode.allCases) ?? .auto
    job.fill = request.fill
    job.fillParameters = .object(request.fillParameters)
    job.fillFloor = fillFloor()
    job.generationMode = choice(request.generationMode, "generation-mode", among: GenerationMode.allCases)
    job.detector = request.detector
    job.subject = subject()
    job.seed = seed()
    job.prompt = request.prompt
    job.keepsMetadata = request.keepsMetadata
    job.isStrict = request.isStrict
    job.explains = request.explains
    checkMode(job)
    return job
  }

  /// Notes a fault, once even if several outputs share it.
  private mutating func problem(_ field: String, _ message: String) {
    let problem = Problem(field, message)
    if !problems.contains(problem) { problems.append(problem) }
  }

  private mutating func outputs() -> [OutputRequest] {
    var outputs: [OutputRequest] = []
    let tier = choice(request.resolution, "resolution", among: ResolutionTier.allCases)
    if request.aspects.isEmpty && request.sizes.isEmpty {
      problem("aspect", "say what to make: a ratio such as 9:16, or a size such as 1080x1920")
    }
    if !request.aspects.isEmpty && !request.sizes.isEmpty {
      problem("size", "a size has its own ratio; give either ratios or sizes")
    }
    if tier != nil && !request.sizes.isEmpty {
      problem("resolution", "a size says how many pixels; give a resolution with ratios only")
    }
    for text in request.aspects {
      guard let aspect = AspectRatio(text) else {
        problem(
          "aspect",
          "'\(text)' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
        )
        continue
      }
      guard !outputs.contains(where: { $0.aspect == aspect }) else {
        problem("aspect", "'\(text)' is there twice; give each ratio once")
        continue
      }
      let size = tier.map { $0.size(for: aspect) }
      if let tier, let size, size.area > pixelLimit {
        problem("resolution", "\(tier.rawValue) is \(size) for \(text), which has \(excess(size))")
      }
      outputs.append(OutputRequest(aspect: aspect, size: size))
    }
    for text in request.sizes {
      guard let size = self.size(text), let aspect = AspectRatio(width: size.width, height: size.height)
      else {
        continue
      }
      guard !outputs.contains(where: { $0.size == size }) else {
        problem("size", "\(text) is there twice; give each size once")
        continue
      }
      outputs.append(OutputRequest(aspect: aspect, size: size))
    }
    let format = choice(
      request.format.map { $0 == "jpg" ? "jpeg" : $0 }, "format", among: OutputFormat.stills)
    let quality = self.quality()
    let position = sourcePosition()
    let edges = numbers(request.placement, 4, "placement", "x0,y0,x1,y1")
    return outputs.map { output in
      var output = output
      output.format = format
      output.quality = quality
      output.placement = edges.map { placement($0, on: output.size) } ?? position
      return output
    }
  }

  private mutating func fillFloor() -> Double? {
    guard let floor = request.fillFloor else { return nil }
    if !(0...1).contains(floor) { problem("fill-floor", "\(floor) is not a share between 0 and 1") }
    return floor
  }

  private mutating func size(_ text: String) -> PixelSize? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], width > 0, height > 0,
      width <= 1_000_000, height <= 1_000_000
    else {
      problem("size", "'\(text)' is not a size; write width x height in pixels, such as 1080x1920")
      return nil
    }
    guard AspectRatio(width: width, height: height) != nil else {
      problem("size", "\(text) is more than \(AspectRatio.limit) times as long as it is broad")
      return nil
    }
    let size = PixelSize(width: width, height: height)
    guard size.area <= pixelLimit else {
      problem("size", "\(text) has \(excess(size))")
      return nil
    }
    return size
  }

  private func excess(_ size: PixelSize) -> String {
    "\(size.area) pixels; at most \(pixelLimit) are allowed (max-pixels)"
  }

  private mutating func quality() -> Int {
    guard let quality = request.quality else { return OutputRequest.defaultQuality }
    if !(1...100).contains(quality) { problem("quality", "\(quality) is not between 1 and 100") }
    return quality
  }

  private mutating func seed() -> UInt32 {
    guard let seed = request.seed else { return 42 }
    guard let value = UInt32(exactly: seed) else {
      problem("seed", "\(seed) is not between 0 and 4294967295")
      return 42
    }
    return value
  }

  private mutating func choice<Choice: RawRepresentable<String>>(
    _ text: String?, _ field: String, among choices: [Choice]
  ) -> Choice? {
    guard let text else { return nil }
    if let choice = choices.first(where: { $0.rawValue == text }) { return choice }
    problem(field, "'\(text)' is none of \(choices.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  private mutating func numbers(_ values: [Double]?, _ count: Int, _ field: String, _ form: String)
    -> [Double]?
  {
    guard let values else { return nil }
    guard values.count == count, values.allSatisfy(\.isFinite) else {
      problem(field, "needs \(count) numbers: \(form)")
      return nil
    }
    return values
  }

  private mutating func subject() -> UnitRect? {
    if request.subject != nil && request.focus != nil {
      problem("focus", "give either a subject or a focus")
    }
    if let box = numbers(request.subject, 4, "subject", "x,y,width,height") {
      guard box[0] >= 0, box[1] >= 0, box[2] > 0, box[3] > 0 else {
        problem("subject", "the box needs a corner inside the picture and a positive width and height")
        return nil
      }
      return UnitRect(x: box[0], y: box[1], width: box[2], height: box[3])
    }
    if let point = numbers(request.focus, 2, "focus", "x,y") {
      guard point[0] >= 0, point[1] >= 0 else {
        problem("focus", "the point lies off the picture")
        return nil
      }
      return UnitRect(x: point[0], y: point[1], width: 0, height: 0)
    }
    return nil
  }

  /// Where the source is to lie on every canvas, in fractions of it.
  private mutating func sourcePosition() -> UnitRect? {
    if request.placement != nil && request.sourcePosition != nil {
      problem("source-position", "give either a placement or a source position")
    }
    guard let part = numbers(request.sourcePosition, 4, "source-position", "x,y,width,height") else {
      return nil
    }
    guard part.allSatisfy({ (-2...2).contains($0) }) else {
      problem("source-position", "each number lies between -2 and 2")
      return nil
    }
    return visible(UnitRect(x: part[0], y: part[1], width: part[2], height: part[3]), "source-position")
  }

  /// The rectangle with these edges, which are in pixels of a canvas of `size`, in fractions of it.
  private mutating func placement(_ edges: [Double], on size: PixelSize?) -> UnitRect? {
    guard let size else {
      problem("placement", "is in canvas pixels, so the canvas needs a size or a resolution")
      return nil
    }
    let (width, height) = (Double(size.width), Double(size.height))
    let rect = UnitRect(
      x: edges[0] / width, y: edges[1] / height, width: (edges[2] - edges[0]) / width,
      height: (edges[3] - edges[1]) / height)
    return visible(rect, "placement")
  }

  /// The place, if it shows something of the source.
  private mutating func visible(_ rect: UnitRect, _ field: String) -> UnitRect? {
    guard rect.width > 0, rect.height > 0 else {
      problem(field, "has no area: the right edge lies right of the left one, the bottom below the top")
      return nil
    }
    guard (0.001...1000).contains(rect.width), (0.001...1000).contains(rect.height) else {
      problem(field, "makes the source more than a thousand times as large or as small as the canvas")
      return nil
    }
    guard rect.intersection(UnitRect(x: 0, y: 0, width: 1, height: 1)).area > 0 else {
      problem(field, "lies off the canvas, so nothing of the source would be seen")
      return nil
    }
    return rect
  }

  private mutating func checkMode(_ job: ReframeJob) {
    let exposing = job.outputs.contains { output in
      output.placement.map { $0.x > 0.001 || $0.y > 0.001 || $0.maxX < 0.999 || $0.maxY < 0.999 } ?? false
    }
    if job.mode == .crop && exposing {
      problem(
        "mode", "the placement leaves part of the canvas exposed, which a crop cannot; use expand or auto")
    }
  }
}
