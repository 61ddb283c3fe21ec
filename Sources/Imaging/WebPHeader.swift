/// Walks the RIFF chunks of a WebP file.
enum WebPHeader {
  static func read(_ bytes: UnsafeRawBufferPointer) throws(ImagingError) -> ImageInfo {
    var info = ImageInfo(
      format: .webp, size: .init(width: 0, height: 0), orientation: .upright, hasAlpha: false, frames: 0,
      bitsPerChannel: 8, colourModel: .rgb, profileDescription: nil, isInterlaced: false)
    var at = 12
    while at + 8 <= bytes.count, let length = bytes.le32(at + 4) {
      let body = at + 8..<min(at + 8 + length, bytes.count)
      let start = body.lowerBound
      if bytes.has("VP8X", at: at), let flags = bytes.byte(start) {
        info.hasAlpha = flags & 0x10 != 0
        setSize(&info, (bytes.le24(start + 4) ?? -1) + 1, (bytes.le24(start + 7) ?? -1) + 1)
      } else if bytes.has("VP8 ", at: at), bytes.byte(start + 3) == 0x9D {
        info.frames += 1
        setSize(&info, (bytes.le16(start + 6) ?? 0) & 0x3FFF, (bytes.le16(start + 8) ?? 0) & 0x3FFF)
      } else if bytes.has("VP8L", at: at), let packed = bytes.le32(start + 1) {
        info.frames += 1
        if info.size.width == 0 { info.hasAlpha = packed >> 28 & 1 == 1 }
        setSize(&info, (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
      } else if bytes.has("ANMF", at: at) {
        info.frames += 1
        info.isAnimated = true
      } else {
        note(bytes, at, body, &info.blobs)
      }
      at += 8 + length + length & 1
    }
    guard info.size.width > 0 else { throw ImagingError(.truncated, detail: "no WebP picture header") }
    info.frames = max(1, info.frames)
    if let exif = info.blobs.exif, let orientation = EXIF(bytes.slice(exif))?.orientation {
      info.orientation = orientation
      info.size = orientation.applied(to: info.size)
    }
    return info
  }

  /// The first size counts: the canvas where there is one.
  private static func setSize(_ info: inout ImageInfo, _ width: Int, _ height: Int) {
    if info.size.width == 0 { info.size = .init(width: width, height: height) }
  }

  private static func note(
    _ bytes: UnsafeRawBufferPointer, _ at: Int, _ body: Range<Int>, _ blobs: inout EmbeddedBlobs
  ) {
    if bytes.has("ICCP", at: at) { blobs.profile = [body] }
    if bytes.has("XMP ", at: at) { blobs.xmp = body }
    guard bytes.has("EXIF", at: at) else { return }
    // Some writers keep the prefix that only JPEG asks for.
    blobs.exif = bytes.has("Exif\0\0", at: body.lowerBound) ? body.dropFirst(6) : body
  }
}
