internal import Catalogue
internal import Hosting
package import ReframeSDK
internal import Synchronization

/// What is done to a source that a model cannot take as it is: shrunk, or written in another format.
package struct Preparation: Equatable, Sendable {
  /// What the model will get.
  package let description: SourceDescription
  /// What is done, for people.
  package let notes: [String]
  private let size: PixelSize
  private let format: OutputFormat
  private let byteLimit: Int64?

  /// What a model needs done to a source; `nil` if nothing, or if nothing helps.
  package init?(of source: SourceDescription, for card: ModelCard) {
    guard card.medium == .image, card.provider != nil, let type = source.mediaType, let size = source.size,
      type.hasPrefix("image/")
    else { return nil }
    let kept = Self.format(type)
    let isRead = card.sourceFormats.map { $0.contains(type) || $0.contains("image/*") } ?? true
    let readable = OutputFormat.stills.filter { format in
      card.sourceFormats.map { $0.contains(format.mediaType) || $0.contains("image/*") } ?? true
    }
    guard let format = isRead ? kept ?? readable.first : readable.first else { return nil }
    let isLong = source.byteCount.map { count in card.sourceByteLimit.map { count > $0 } ?? false } ?? false
    let fitted = Self.fit(size, card)
    guard !isRead || isLong || fitted != size else { return nil }
    // Of the formats that can be written, JPEG is the one that is sure to become shorter.
    self.format = isLong && readable.contains(.jpeg) ? .jpeg : format
    self.size = fitted
    byteLimit = card.sourceByteLimit
    var description = source
    description.mediaType = self.format.mediaType
    description.size = fitted
    description.byteCount = nil
    self.description = description
    var notes: [String] = []
    if fitted != size { notes.append("shrunk from \(size) to \(fitted) for \(card.slug)") }
    if self.format.mediaType != type {
      notes.append("converted from \(type) to \(self.format.mediaType) for \(card.slug)")
    } else if isLong && fitted == size {
      notes.append("written anew to be shorter for \(card.slug)")
    }
    self.notes = notes
  }

  private static func format(_ mediaType: String) -> OutputFormat? {
    OutputFormat.stills.first { $0.mediaType == mediaType }
  }

  /// The largest size of the same ratio within a model's limits.
  private static func fit(_ size: PixelSize, _ card: ModelCard) -> PixelSize {
    var scale = 1.0
    if let limit = card.sourceSideLimit {
      scale = min(scale, Double(limit) / Double(max(size.width, size.height)))
    }
    if let limit = card.sourcePixelLimit {
      scale = min(scale, (Double(limit) / Double(size.area)).squareRoot())
    }
    return scale < 1 ? Self.scaled(size, scale) : size
  }

  private static func scaled(_ size: PixelSize, _ scale: Double) -> PixelSize {
    PixelSize(
      width: max(1, Int(Double(size.width) * scale)), height: max(1, Int(Double(size.height) * scale)))
  }

  /// Does it, with the preferred provider; tries smaller sizes while the file is too long. Throws what the provider
  /// reports, or `unsupported` if even a quarter of the size is too long.
  func prepare(_ source: SourceFile, host: Host, run: JobRun) throws(ReframeError) -> SourceFile {
    for scale in [1, 0.7, 0.5, 0.25] {
      let target = Self.scaled(size, scale)
      guard let aspect = AspectRatio(width: target.width, height: target.height) else { break }
      var job = ReframeJob(
        model: "local/reframe", outputs: [OutputRequest(aspect: aspect, size: target)])
      job.outputs[0].placement = UnitRect(x: 0, y: 0, width: 1, height: 1)
      job.outputs[0].format = format
      job.outputs[0].quality = 92
      job.fill = host.configuration.fill
      let receiver = MemoryReceiver()
      _ = try host.submit(job, to: nil, source: source, receiver: receiver, run: run)
      let bytes = receiver.bytes
      if byteLimit.map({ Int64(bytes.count) <= $0 }) ?? true { return try SourceFile(bytes) }
    }
    throw ReframeError(
      .unsupported, "the source cannot be made short enough: at most \(byteLimit ?? 0) bytes are taken")
  }
}

/// Keeps the one file that it receives in memory.
private final class MemoryReceiver: RenditionReceiver, RenditionWriter {
  private let content = Mutex<[UInt8]>([])

  var bytes: [UInt8] { content.withLock { $0 } }

  func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter { self }

  func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
    content.withLock { $0.append(contentsOf: bytes) }
  }

  func finish() throws(ReframeError) {}

  func abandon() { content.withLock { $0 = [] } }
}
