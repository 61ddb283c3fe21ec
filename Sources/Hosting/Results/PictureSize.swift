internal import ReframeSDK

/// Width and height as the first bytes of a file say, without decoding it.
enum PictureSize {
  /// The size of a JPEG, PNG or WebP; `nil` for other types, or if the bytes do not reach it.
  static func read(_ bytes: UnsafeRawBufferPointer, _ mediaType: String) -> PixelSize? {
    let size: (width: Int, height: Int)? =
      switch mediaType {
      case "image/png": png(bytes)
      case "image/jpeg": jpeg(bytes)
      case "image/webp": webp(bytes)
      default: nil
      }
    guard let size, size.width > 0, size.height > 0 else { return nil }
    return PixelSize(width: size.width, height: size.height)
  }

  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ count: Int, isLittle: Bool = false
  )
    -> Int?
  {
    guard offset >= 0, offset + count <= bytes.count else { return nil }
    let digits = bytes[offset..<(offset + count)]
    return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
  }

  private static func png(_ bytes: UnsafeRawBufferPointer) -> (width: Int, height: Int)? {
    guard let width = number(bytes, 16, 4), let height = number(bytes, 20, 4) else { return nil }
    return (width, height)
  }

  /// Walks the segments up to the frame header (ITU T.81, B.2.2); a picture that lies on its side is turned.
  private static func jpeg(_ bytes: UnsafeRawBufferPointer) -> (width: Int, height: Int)? {
    var at = 2
    var isTurned = false
    while at + 4 <= bytes.count {
      guard bytes[at] == 0xff else { return nil }
      let marker = bytes[at + 1]
      if marker == 0xff {
        at += 1
        continue
      }
      guard let length = number(bytes, at + 2, 2), length >= 2 else { return nil }
      if (0xc0...0xcf).contains(marker) && ![0xc4, 0xc8, 0xcc].contains(marker) {
        guard let height = number(bytes, at + 5, 2), let width = number(bytes, at + 7, 2) else { return nil }
        return isTurned ? (height, width) : (width, height)
      }
      if marker == 0xe1, let orientation = orientation(bytes, at + 4) {
        isTurned = (5...8).contains(orientation)
      }
      at += 2 + length
    }
    return nil
  }

  /// The orientation that an EXIF segment says, whose first byte is at `start` (EXIF 2.32, 4.6.4).
  private static func orientation(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    guard start + 14 <= bytes.count, bytes[start...].starts(with: Array("Exif\0\0".utf8)) else { return nil }
    let tiff = start + 6
    let isLittle = bytes[tiff] == UInt8(ascii: "I")
    func value(_ offset: Int, _ count: Int) -> Int? {
      number(bytes, tiff + offset, count, isLittle: isLittle)
    }
    guard let table = value(4, 4), let entries = value(table, 2) else { return nil }
    for index in 0..<min(entries, 100) where value(table + 2 + index * 12, 2) == 0x0112 {
      return value(table + 2 + index * 12 + 8, 2)
    }
    return nil
  }

  /// The first chunk is VP8, VP8L or VP8X (RFC 9649).
  private static func webp(_ bytes: UnsafeRawBufferPointer) -> (width: Int, height: Int)? {
    guard let kind = number(bytes, 12, 4) else { return nil }
    switch kind {
    case 0x5650_3858:
      guard let width = number(bytes, 24, 3, isLittle: true),
        let height = number(bytes, 27, 3, isLittle: true)
      else { return nil }
      return (width + 1, height + 1)
    case 0x5650_384c:
      guard let bits = number(bytes, 21, 4, isLittle: true) else { return nil }
      return (bits & 0x3fff + 1, bits >> 14 & 0x3fff + 1)
    case 0x5650_3820:
      guard let width = number(bytes, 26, 2, isLittle: true),
        let height = number(bytes, 28, 2, isLittle: true)
      else { return nil }
      return (width & 0x3fff, height & 0x3fff)
    default: return nil
    }
  }
}
