/// Small real files, written without any library.
package enum TinyPicture {
  /// A PNG of one colour, with its pixels stored and not compressed.
  package static func png(width: Int, height: Int) -> [UInt8] {
    let row: [UInt8] = [0] + [60, 120, 200].repeated(width)
    let pixels = row.repeated(height)
    var header = bytes(UInt32(width)) + bytes(UInt32(height))
    header += [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + chunk("IHDR", header)
      + chunk("IDAT", stored(pixels)) + chunk("IEND", [])
  }

  /// The first boxes of an MP4.
  package static let mp4: [UInt8] =
    bytes(24) + Array("ftypisom".utf8) + bytes(512) + Array("isommp42".utf8) + bytes(8) + Array("mdat".utf8)

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bytes(UInt32(content.count)) + body + bytes(crc32(body))
  }

  /// A zlib stream of stored blocks (RFC 1950, RFC 1951).
  private static func stored(_ content: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(start + 65_535, content.count)
      let count = UInt16(end - start)
      stream.append(end == content.count ? 1 : 0)
      stream += [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
      stream += content[start..<end]
      start = end
    } while start < content.count
    return stream + bytes(adler32(content))
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
      }
    }
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    let (first, second) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
      let first = (sums.0 + UInt32(byte)) % 65_521
      return (first, (sums.1 + first) % 65_521)
    }
    return second << 16 | first
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }
}

extension Sequence where Element == UInt8 {
  fileprivate func repeated(_ count: Int) -> [UInt8] {
    let once = Array(self)
    var all: [UInt8] = []
    all.reserveCapacity(once.count * count)
    for _ in 0..<count { all += once }
    return all
  }
}
