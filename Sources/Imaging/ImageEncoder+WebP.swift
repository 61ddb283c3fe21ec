private import CWebP

extension ImageEncoder {
  /// The encoder's effort, 0-6. Effort 4, its default, takes more than twice the time for 1 % of the size.
  private static let effort: Int32 = 2

  func encodeWebP(_ raster: Raster, _ rect: Raster.Rect, _ metadata: ImageMetadata, _ sink: Sink) throws {
    let origin = try raster.origin(of: rect)
    var file: UnsafeMutablePointer<UInt8>?
    var length = 0
    let exif = metadata.exif ?? []
    let xmp = metadata.xmp ?? []
    let code = withCancellation(isCancelled) { callback, context in
      exif.withUnsafeBufferPointer { exif in
        xmp.withUnsafeBufferPointer { xmp in
          var settings = rf_webp_settings()
          settings.quality = Float(quality)
          settings.lossless = quality == 100 ? 1 : 0
          settings.effort = Self.effort
          settings.exif = exif.isEmpty ? nil : exif.baseAddress
          settings.exif_length = exif.count
          settings.xmp = xmp.isEmpty ? nil : xmp.baseAddress
          settings.xmp_length = xmp.count
          settings.cancelled = callback
          settings.context = context
          return rf_webp_encode(
            origin, raster.stride, Int32(rect.width), Int32(rect.height), Int32(raster.channels), &settings,
            &file, &length)
        }
      }
    }
    defer { rf_webp_free(file) }
    let status = CodecStatus(code: code)
    guard status == .good else { throw status.writeError(.webp, detail: "\(rect.size)") }
    try sink(UnsafeRawBufferPointer(start: file, count: length))
  }
}
