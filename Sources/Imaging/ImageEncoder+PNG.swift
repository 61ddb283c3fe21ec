private import CPNG

extension ImageEncoder {
  /// Level 2 takes a fifth of the time of zlib's default 6, for files of photos 8 % larger.
  private static let level: Int32 = 2
  private static let batch = 32

  func encodePNG(_ raster: Raster, _ rect: Raster.Rect, _ metadata: ImageMetadata, _ sink: Sink) throws {
    guard let writer = rf_png_writer_new() else { throw ImagingError(.outOfMemory) }
    defer { rf_png_writer_free(writer) }
    func check(_ code: Int32) throws {
      let status = CodecStatus(code: code)
      guard status != .good else { return }
      throw status.writeError(.png, detail: String(cString: rf_png_writer_message(writer)))
    }
    try check(
      rf_png_writer_start(
        writer, Int32(rect.width), Int32(rect.height), Int32(raster.channels), Self.level, metadata.exif,
        metadata.exif?.count ?? 0, metadata.xmp, metadata.xmp?.count ?? 0))
    let origin = try raster.origin(of: rect)
    for top in stride(from: 0, to: rect.height, by: Self.batch) {
      try poll()
      let count = min(Self.batch, rect.height - top)
      try check(
        rf_png_writer_write(writer, origin + top * raster.stride, raster.stride, Int32(count)))
      try Self.drain(writer, sink)
    }
    try check(rf_png_writer_finish(writer))
    try Self.drain(writer, sink)
  }

  private static func drain(_ writer: OpaquePointer, _ sink: Sink) throws {
    var length = 0
    let bytes = rf_png_writer_take(writer, &length)
    if length > 0 { try sink(UnsafeRawBufferPointer(start: bytes, count: length)) }
  }
}
