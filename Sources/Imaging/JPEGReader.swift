private import CJPEG

/// Rows of an RGB or grey JPEG, at full size or a half, quarter or eighth of it.
final class JPEGReader: RowSource {
  private let handle: OpaquePointer
  let size: Raster.Size
  let channels = 3
  let extent: (width: Double, height: Double)

  /// The scales at which libjpeg decodes by vector instructions; the others cost more than the full size.
  private static let scales = [1, 2, 4]

  /// The bytes must outlive the reader.
  init(
    _ bytes: UnsafeRawBufferPointer, info: ImageInfo, target: Raster.Size, memoryLimit: Int,
    isCancelled: (() -> Bool)?
  ) throws(ImagingError) {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw ImagingError(.empty)
    }
    guard let handle = rf_jpeg_reader_new(start, bytes.count) else { throw ImagingError(.outOfMemory) }
    self.handle = handle
    let full = info.storedSize
    let eighths = Self.scales.first { Self.serves(full, scaledBy: $0, target) } ?? 8
    extent = (Double(full.width * eighths) / 8, Double(full.height * eighths) / 8)
    let decoded = Self.scaled(full, by: eighths)
    let code = withCancellation(isCancelled) { callback, context in
      var options = rf_jpeg_options()
      options.eighths = Int32(eighths)
      options.plain_upsampling = Self.plainUpsamplingServes(decoded, target) ? 1 : 0
      options.memory_limit = memoryLimit
      options.cancelled = callback
      options.context = context
      return rf_jpeg_reader_start(handle, &options)
    }
    size = .init(width: Int(rf_jpeg_reader_width(handle)), height: Int(rf_jpeg_reader_height(handle)))
    try check(code)
    guard size == decoded else { throw ImagingError(.corrupt, detail: "two frame headers") }
  }

  deinit { rf_jpeg_reader_free(handle) }

  func read(into base: UnsafeMutablePointer<UInt8>, stride: Int, count: Int) throws(ImagingError) {
    try check(rf_jpeg_reader_read(handle, base, stride, Int32(count)))
  }

  private func check(_ code: Int32) throws(ImagingError) {
    let status = CodecStatus(code: code)
    guard status != .good else { return }
    throw status.readError(.jpeg, detail: String(cString: rf_jpeg_reader_message(handle)))
  }

  private static func scaled(_ size: Raster.Size, by eighths: Int) -> Raster.Size {
    .init(width: (size.width * eighths + 7) / 8, height: (size.height * eighths + 7) / 8)
  }

  /// libjpeg's scaling blurs: below half as much again as the target, a twentieth of the sharpness is lost.
  private static func serves(_ full: Raster.Size, scaledBy eighths: Int, _ target: Raster.Size) -> Bool {
    full.width * eighths >= target.width * 12 && full.height * eighths >= target.height * 12
  }

  /// Smooth chroma costs a third of the decoding time, and shrinking smooths it anyway.
  private static func plainUpsamplingServes(_ decoded: Raster.Size, _ target: Raster.Size) -> Bool {
    target.width * 3 <= decoded.width * 2 && target.height * 3 <= decoded.height * 2
  }
}

extension Raster.Size {
  func covers(_ other: Raster.Size) -> Bool { width >= other.width && height >= other.height }
}
