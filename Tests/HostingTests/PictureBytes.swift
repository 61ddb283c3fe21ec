/// The first bytes of files, made by hand: enough for whoever reads no further than the size.
enum PictureBytes {
  static func png(_ width: Int, _ height: Int) -> [UInt8] {
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13] + Array("IHDR".utf8) + big(width, 4)
      + big(height, 4) + [8, 2, 0, 0, 0]
  }

  /// With a comment of `padding` bytes before the frame, whose marker is `frame`.
  static func jpeg(_ width: Int, _ height: Int, padding: Int = 0, frame: UInt8 = 0xc0) -> [UInt8] {
    var bytes: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]
    if padding > 0 { bytes += [0xff, 0xfe] + big(padding + 2, 2) + [UInt8](repeating: 0xc0, count: padding) }
    return bytes + [0xff, frame, 0, 11, 8] + big(height, 2) + big(width, 2) + [1, 1, 0x11, 0]
  }

  /// With an EXIF segment that says how the picture lies, in either order of bytes.
  static func jpeg(_ width: Int, _ height: Int, orientation: Int, isLittle: Bool) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] { isLittle ? little(value, count) : big(value, count) }
    let tiff =
      Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4) + number(2, 2)
      + number(0x010f, 2) + number(2, 2) + number(0, 4) + number(0, 4)
      + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + [0, 0]
    let segment = Array("Exif\0\0".utf8) + tiff
    let plain = jpeg(width, height)
    return Array(plain[..<2]) + [0xff, 0xe1] + big(segment.count + 2, 2) + segment + plain[2...]
  }

  static func webpExtended(_ width: Int, _ height: Int) -> [UInt8] {
    riff("VP8X", [0, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
  }

  static func webpLossless(_ width: Int, _ height: Int) -> [UInt8] {
    riff("VP8L", [0x2f] + little((height - 1) << 14 | (width - 1), 4))
  }

  /// The upper two bits of both are a scale, which does not count.
  static func webpLossy(_ width: Int, _ height: Int) -> [UInt8] {
    riff("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a] + little(width | 1 << 14, 2) + little(height | 2 << 14, 2))
  }

  static func box(_ brand: String) -> [UInt8] { [0, 0, 0, 24] + Array("ftyp\(brand)".utf8) + [0, 0, 0, 0] }

  private static func riff(_ kind: String, _ payload: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + little(payload.count + 12, 4) + Array("WEBP\(kind)".utf8) + little(payload.count, 4)
      + payload
  }

  private static func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
