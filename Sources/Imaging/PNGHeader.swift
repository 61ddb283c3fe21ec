/// Walks the chunks of a PNG file.
enum PNGHeader {
  static func read(_ bytes: UnsafeRawBufferPointer) throws(ImagingError) -> ImageInfo {
    guard bytes.has("IHDR", at: 12) else { throw ImagingError(bytes.count < 33 ? .truncated : .corrupt) }
    guard
      let width = bytes.be32(16), let height = bytes.be32(20), let bits = bytes.byte(24),
      let colour = bytes.byte(25), let interlace = bytes.byte(28)
    else { throw ImagingError(.truncated, detail: "the PNG header is cut") }
    let models: [Int: ImageInfo.ColourModel] = [0: .grey, 2: .rgb, 3: .palette, 4: .grey, 6: .rgb]
    guard let model = models[colour], width <= Int32.max, height <= Int32.max else {
      throw ImagingError(.corrupt, detail: "impossible PNG header")
    }
    var info = ImageInfo(
      format: .png, size: .init(width: width, height: height), orientation: .upright,
      hasAlpha: colour >= 4, frames: 1, bitsPerChannel: bits, colourModel: model, profileDescription: nil,
      isInterlaced: interlace != 0)
    readChunks(bytes, &info)
    if let exif = info.blobs.exif, let orientation = EXIF(bytes.slice(exif))?.orientation {
      info.orientation = orientation
      info.size = orientation.applied(to: info.size)
    }
    return info
  }

  private static func readChunks(_ bytes: UnsafeRawBufferPointer, _ info: inout ImageInfo) {
    var at = 8
    while let length = bytes.be32(at), at + 8 <= bytes.count {
      let body = at + 8..<min(at + 8 + length, bytes.count)
      if bytes.has("tRNS", at: at + 4) { info.hasAlpha = true }
      if bytes.has("eXIf", at: at + 4) { info.blobs.exif = body }
      if bytes.has("acTL", at: at + 4) { info.frames = max(1, bytes.be32(body.lowerBound) ?? 1) }
      if bytes.has("iCCP", at: at + 4) {
        // The profile itself is compressed; its name stands in front.
        let name = bytes.slice(body).prefix { $0 != 0 }
        info.profileDescription = String(decoding: name, as: UTF8.self)
      }
      if bytes.has("iTXt", at: at + 4), let text = xmp(bytes, body) { info.blobs.xmp = text }
      if bytes.has("IEND", at: at + 4) { return }
      at += 12 + length
    }
  }

  /// The XMP packet of an uncompressed iTXt chunk: keyword, two flags, two empty names, text.
  private static func xmp(_ bytes: UnsafeRawBufferPointer, _ body: Range<Int>) -> Range<Int>? {
    let keyword = "XML:com.adobe.xmp\0"
    var at = body.lowerBound + keyword.utf8.count
    guard bytes.has(keyword, at: body.lowerBound), bytes.byte(at) == 0 else { return nil }
    at += 2
    for _ in 0..<2 {
      while at < body.upperBound, bytes[at] != 0 { at += 1 }
      at += 1
    }
    return at < body.upperBound ? at..<body.upperBound : nil
  }
}
