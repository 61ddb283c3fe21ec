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

  /// A baseline JPEG of one grey, whose tables know one code each.
  package static func jpeg(width: Int, height: Int) -> [UInt8] {
    let size = [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
    var file: [UInt8] = [0xff, 0xd8]
    file += [0xff, 0xdb, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
    file += [0xff, 0xc0, 0, 11, 8] + size + [1, 1, 0x11, 0]
    for table in [UInt8(0x00), 0x10] {
      // One code of one bit, for the symbol 0: no difference, and the end of the block.
      file += [0xff, 0xc4, 0, 20, table, 1] + [UInt8](repeating: 0, count: 15) + [0]
    }
    file += [0xff, 0xda, 0, 8, 1, 1, 0x00, 0, 63, 0]
    let bits = (width + 7) / 8 * ((height + 7) / 8) * 2
    file += [UInt8](repeating: 0, count: bits / 8)
    if bits % 8 > 0 { file.append(0xff >> UInt8(bits % 8)) }
    return file + [0xff, 0xd9]
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
