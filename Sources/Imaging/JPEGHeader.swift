/// Walks the segments of a JPEG file up to its first scan.
enum JPEGHeader {
  static func read(_ bytes: UnsafeRawBufferPointer) throws(ImagingError) -> ImageInfo {
    var frame: (marker: Int, at: Int)?
    var blobs = EmbeddedBlobs()
    var profileParts: [(number: Int, range: Range<Int>)] = []
    var at = 2
    while let marker = nextMarker(bytes, from: &at), marker != 0xDA, marker != 0xD9 {
      if marker == 0x01 || (0xD0...0xD7).contains(marker) { continue }
      guard let length = bytes.be16(at), length >= 2 else { break }
      let body = at + 2..<max(at + 2, min(at + length, bytes.count))
      switch marker {
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
        if frame == nil { frame = (marker, body.lowerBound) }
      case 0xE1: readAPP1(bytes, body, &blobs)
      case 0xE2:
        if bytes.has("ICC_PROFILE\0", at: body.lowerBound), body.count > 14 {
          let number = bytes.byte(body.lowerBound + 12) ?? 0
          profileParts.append((number, body.lowerBound + 14..<body.upperBound))
        }
      case 0xED:
        if blobs.iptc == nil, bytes.has("Photoshop 3.0\0", at: body.lowerBound) { blobs.iptc = body }
      default: break
      }
      at += length
    }
    guard let frame else {
      if at >= bytes.count - 1 { throw ImagingError(.truncated, detail: "no JPEG frame header") }
      throw ImagingError(.corrupt, detail: "no JPEG frame header")
    }
    blobs.profile = profileParts.sorted { $0.number < $1.number }.map(\.range)
    return try info(bytes, marker: frame.marker, at: frame.at, blobs)
  }

  /// Skips to the next marker, over fill bytes and garbage, as libjpeg does.
  private static func nextMarker(_ bytes: UnsafeRawBufferPointer, from at: inout Int) -> Int? {
    while at < bytes.count - 1 {
      if bytes[at] == 0xFF, bytes[at + 1] != 0, bytes[at + 1] != 0xFF {
        at += 2
        return Int(bytes[at - 1])
      }
      at += 1
    }
    return nil
  }

  private static func readAPP1(
    _ bytes: UnsafeRawBufferPointer, _ body: Range<Int>, _ blobs: inout EmbeddedBlobs
  ) {
    let xmp = "http://ns.adobe.com/xap/1.0/\0"
    if bytes.has("Exif\0", at: body.lowerBound), body.count > 6 {
      if blobs.exif == nil { blobs.exif = body.lowerBound + 6..<body.upperBound }
    } else if bytes.has(xmp, at: body.lowerBound), body.count > xmp.utf8.count {
      if blobs.xmp == nil { blobs.xmp = body.lowerBound + xmp.utf8.count..<body.upperBound }
    }
  }

  private static func info(
    _ bytes: UnsafeRawBufferPointer, marker: Int, at: Int, _ blobs: EmbeddedBlobs
  ) throws(ImagingError) -> ImageInfo {
    guard
      let bits = bytes.byte(at), let height = bytes.be16(at + 1), let width = bytes.be16(at + 3),
      let components = bytes.byte(at + 5)
    else { throw ImagingError(.truncated, detail: "the JPEG frame header is cut") }
    guard bits == 8 else { throw ImagingError(.unsupportedFormat("JPEG with \(bits) bits")) }
    guard [0xC0, 0xC1, 0xC2, 0xC9, 0xCA].contains(marker) else {
      throw ImagingError(.unsupportedFormat("lossless or hierarchical JPEG"))
    }
    let models: [Int: ImageInfo.ColourModel] = [1: .grey, 3: .rgb, 4: .cmyk]
    guard let model = models[components] else {
      throw ImagingError(.unsupportedFormat("JPEG with \(components) components"))
    }
    let orientation = blobs.exif.flatMap { EXIF(bytes.slice($0))?.orientation } ?? .upright
    var info = ImageInfo(
      format: .jpeg, size: orientation.applied(to: .init(width: width, height: height)),
      orientation: orientation, hasAlpha: false, frames: 1, bitsPerChannel: bits, colourModel: model,
      profileDescription: nil, isInterlaced: marker == 0xC2 || marker == 0xCA)
    info.blobs = blobs
    info.needsVips = components == 4
    return info
  }
}
