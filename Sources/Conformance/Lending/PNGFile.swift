internal import ReframeSDK

/// A picture as a PNG file without compression, for providers: there is no need of a codec for that.
struct PNGFile {
  /// The file.
  let bytes: [UInt8]

  /// Encodes the rows of a picture in 8-bit RGB or RGBA.
  init(_ picture: LentPicture) {
    var raw: [UInt8] = []
    for y in 0..<picture.form.size.height {
      let start = y * picture.form.stride
      raw += [0] + picture.memory.bytes[start..<(start + picture.form.rowLength)]
    }
    let size = picture.form.size
    let header =
      Self.number(UInt32(size.width)) + Self.number(UInt32(size.height))
      + [8, picture.form.channels == 4 ? 6 : 2, 0, 0, 0]
    bytes =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
      + Self.chunk("IDAT", Self.stored(raw)) + Self.chunk("IEND", [])
  }

  /// A zlib stream of stored blocks (RFC 1950 and 1951).
  private static func stored(_ raw: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var rest = raw[...]
    repeat {
      let block = rest.prefix(65535)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      stream += [rest.isEmpty ? 1 : 0]
      for word in [length, ~length] { stream += [UInt8(word & 255), UInt8(word >> 8)] }
      stream += block
    } while !rest.isEmpty
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in raw {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return stream + number(high << 16 | low)
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + body
    var check: UInt32 = 0xFFFF_FFFF
    for byte in named {
      check ^= UInt32(byte)
      for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return number(UInt32(body.count)) + named + number(~check)
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
