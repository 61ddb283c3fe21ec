private import CJPEG
private import CPixelKernels

extension ImageEncoder {
  /// Rows that are compressed between two looks at cancellation and the sink.
  private static let batch = 64

  func encodeJPEG(_ raster: Raster, _ rect: Raster.Rect, _ metadata: ImageMetadata, _ sink: Sink) throws {
    guard let writer = rf_jpeg_writer_new() else { throw ImagingError(.outOfMemory) }
    defer { rf_jpeg_writer_free(writer) }
    func check(_ code: Int32) throws {
      let status = CodecStatus(code: code)
      guard status != .good else { return }
      throw status.writeError(.jpeg, detail: String(cString: rf_jpeg_writer_message(writer)))
    }
    try check(
      rf_jpeg_writer_start(
        writer, Int32(rect.width), Int32(rect.height), Int32(quality), quality >= 90 ? 1 : 0))
    for (app, block) in Self.segments(metadata) where block.count <= ImageMetadata.jpegSegment {
      try check(rf_jpeg_writer_marker(writer, app, block, block.count))
    }
    let origin = try raster.origin(of: rect)
    var flat = [UInt8](repeating: 0, count: raster.hasAlpha ? rect.width * 3 * Self.batch : 0)
    for top in stride(from: 0, to: rect.height, by: Self.batch) {
      try poll()
      let count = min(Self.batch, rect.height - top)
      let rows = origin + top * raster.stride
      if raster.hasAlpha {
        try flat.withUnsafeMutableBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return }
          for y in 0..<count {
            rf_flatten(rows + y * raster.stride, rect.width, 255, 255, 255, base + y * rect.width * 3)
          }
          try check(rf_jpeg_writer_write(writer, base, rect.width * 3, Int32(count)))
        }
      } else {
        try check(rf_jpeg_writer_write(writer, rows, raster.stride, Int32(count)))
      }
      try Self.drain(writer, sink)
    }
    try check(rf_jpeg_writer_finish(writer))
    try Self.drain(writer, sink)
  }

  private static func drain(_ writer: OpaquePointer, _ sink: Sink) throws {
    var length = 0
    let bytes = rf_jpeg_writer_take(writer, &length)
    if length > 0 { try sink(UnsafeRawBufferPointer(start: bytes, count: length)) }
  }

  private static func segments(_ metadata: ImageMetadata) -> [(Int32, [UInt8])] {
    var result: [(Int32, [UInt8])] = []
    if let exif = metadata.exif { result.append((1, [UInt8]("Exif\0\0".utf8) + exif)) }
    if let xmp = metadata.xmp {
      result.append((1, [UInt8]("http://ns.adobe.com/xap/1.0/\0".utf8) + xmp))
    }
    if let iptc = metadata.iptc, iptc.starts(with: "Photoshop 3.0\0".utf8) { result.append((13, iptc)) }
    return result
  }
}
