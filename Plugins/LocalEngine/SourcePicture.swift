internal import Imaging
internal import Planning
import ReframeSDK
import Synchronization

/// The source of a job: what its header says, and what has to be read of it.
struct SourcePicture: @unchecked Sendable {
  let request: ReframeJob
  let host: PluginHost
  let job: JobContext
  private let bytes: UnsafeRawBufferPointer
  private let info: ImageInfo

  /// The upright source's size.
  var size: PixelSize { PixelSize(info.size) }

  /// Long side of the picture that detectors see.
  static let thumbnailSide = 256

  /// Reads the header. Throws `invalidArgument` for what is not a picture, is too large, or has the ratio
  /// already when the request is strict about it.
  init(_ source: ReframeSource, request: ReframeJob, host: PluginHost, job: JobContext) throws(ReframeError) {
    guard let data = source.data else {
      throw ReframeError(.unsupported, "the local engine needs the picture's bytes, not its address")
    }
    guard request.mode.isKnown else {
      throw ReframeError(.unsupported, "the local engine has no mode '\(request.mode.rawValue)'")
    }
    for format in request.outputs.compactMap(\.format) { _ = try ImageFormat(format) }
    self.request = request
    self.host = host
    self.job = job
    bytes = data
    info = try imaging { () throws(ImagingError) in try ImageInfo.probe(data) }
    try imaging { () throws(ImagingError) in try info.check(maxPixels: request.pixelLimit) }
    if request.isStrict { try refuseMatching() }
  }

  /// The file format that results have unless the request names one.
  var format: OutputFormat {
    switch info.format {
    case .jpeg: .jpeg
    case .png, .gif: .png
    case .webp: .webp
    case .tiff, .heif, .avif: info.hasAlpha ? .png : .jpeg
    }
  }

  /// The scale, at most 1, that serves every output, and detectors.
  var workingScale: Double {
    let detection = Double(Self.thumbnailSide) / Double(max(size.width, size.height))
    return request.outputs.map { CanvasRule.scale($0, mode: request.mode, source: size) }
      .reduce(min(1, detection), max)
  }

  /// The whole picture, upright and in sRGB, at `scale`.
  func decode(scale: Double) throws(ReframeError) -> Raster {
    let target = Raster.Size(
      width: min(size.width, max(1, Int((Double(size.width) * scale).rounded()))),
      height: min(size.height, max(1, Int((Double(size.height) * scale).rounded()))))
    let begun = Once()
    var decoder = ImageDecoder(
      limits: .init(maxPixels: request.pixelLimit, maxMemory: 2 << 30),
      isCancelled: {
        // Tells whoever prepares what comes next that it is time to.
        if begun.isFirst { try? job.progress(0.1, "decode") }
        return job.isCancelled
      })
    decoder.usesThreads = JobsInFlight.haveRoom
    return try imaging { () throws(ImagingError) in try decoder.decode(bytes, info: info, target: target) }
  }

  /// Where the subjects are: the user's word, or a detector's on a small copy of what `raster` answers, which is
  /// asked only then. `nil` if no output depends on it.
  func subjects(in raster: () throws(ReframeError) -> Raster) throws(ReframeError) -> SubjectMap? {
    if let box = try hint() {
      return SubjectMap(regions: [SubjectRegion(box: box, score: 1, label: "given")])
    }
    let decides = request.outputs.contains { output in
      output.placement == nil && request.mode != .expand && !CanvasRule.matches(output, source: size)
    }
    guard decides || request.explains || mayExpose else { return nil }
    let whole = try raster()
    let thumbnail = try imaging { () throws(ImagingError) in
      try whole.thumbnail(maxSide: Self.thumbnailSide)
    }
    do throws(ReframeError) {
      return try DetectorPanel(request, host: host, job: job)
        .subjects(in: LentPixels(thumbnail), keepsAnswers: request.explains)
    } catch {
      // Fills do better with it, but do without.
      guard !decides, error.kind != .cancelled else { throw error }
      job.log(.debug, "fills do not know the subject: \(error.message)")
      return nil
    }
  }

  /// Whether some canvas may show more than the source, so that a fill should know what not to repeat.
  private var mayExpose: Bool {
    request.outputs.contains { output in
      guard let place = output.placement else {
        return request.mode != .crop && !CanvasRule.matches(output, source: size)
      }
      return place.x > 0 || place.y > 0 || place.maxX < 1 || place.maxY < 1
    }
  }

  /// EXIF, XMP and IPTC, if the request wants them kept.
  func metadata() throws(ReframeError) -> ImageMetadata? {
    guard request.keepsMetadata else { return nil }
    return try imaging { () throws(ImagingError) in try ImageMetadata.read(bytes, info: info) }
  }

  /// The user's box in fractions; numbers above 1 are source pixels.
  private func hint() throws(ReframeError) -> UnitRect? {
    guard var box = request.subject else { return nil }
    if max(box.x, box.y, box.width, box.height) > 1 {
      let (width, height) = (Double(size.width), Double(size.height))
      box = UnitRect(
        x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height)
    }
    guard box.x <= 1, box.y <= 1 else {
      throw ReframeError(.invalidArgument, "the subject lies off the picture, which is \(size)")
    }
    let inside = box.intersection(UnitRect(x: 0, y: 0, width: 1, height: 1))
    return inside
  }

  private func refuseMatching() throws(ReframeError) {
    for output in request.outputs {
      // 2 % of a whole number need whole numbers: 1.02 / 1 - 1 is more than 0.02.
      let exact = size.height * output.aspect.width
      guard abs(size.width * output.aspect.height - exact) * 50 <= exact else { continue }
      throw ReframeError(
        .invalidArgument,
        "Image already matches target aspect ratio (\(size) is \(output.aspect) to within 2 %)",
        code: "InputValidationError")
    }
  }
}

/// Tells the first asker from the others, on whatever threads they are.
private final class Once: Sendable {
  private let isAsked = Atomic(false)

  var isFirst: Bool { !isAsked.exchange(true, ordering: .relaxed) }
}
