private import CPNG

/// Rows of a PNG as 8-bit RGB or RGBA.
final class PNGReader: RowSource {
  private let handle: OpaquePointer
  let size: Raster.Size
  let channels: Int

  /// The bytes must outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer, info: ImageInfo) throws(ImagingError) {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw ImagingError(.empty)
    }
    guard let handle = rf_png_reader_new(start, bytes.count) else { throw ImagingError(.outOfMemory) }
    self.handle = handle
    let code = rf_png_reader_start(handle)
    let good = CodecStatus(code: code) == .good
    size = good ? Self.size(handle) : .init(width: 0, height: 0)
    channels = good ? Int(rf_png_reader_channels(handle)) : 0
    try check(code)
    guard size == info.storedSize, channels == 3 || channels == 4 else {
      throw ImagingError(.corrupt, detail: "contradicting headers")
    }
  }

  deinit { rf_png_reader_free(handle) }

  private static func size(_ handle: OpaquePointer) -> Raster.Size {
    .init(width: Int(rf_png_reader_width(handle)), height: Int(rf_png_reader_height(handle)))
  }

  func read(into base: UnsafeMutablePointer<UInt8>, stride: Int, count: Int) throws(ImagingError) {
    try check(rf_png_reader_read(handle, base, stride, Int32(count)))
  }

  /// The embedded colour profile, unpacked.
  var profile: [UInt8] {
    var length = 0
    guard let start = rf_png_reader_profile(handle, &length) else { return [] }
    return [UInt8](UnsafeBufferPointer(start: start, count: length))
  }

  private func check(_ code: Int32) throws(ImagingError) {
    let status = CodecStatus(code: code)
    guard status != .good else { return }
    throw status.readError(.png, detail: String(cString: rf_png_reader_message(handle)))
  }
}
