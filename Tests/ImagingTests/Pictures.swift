import Imaging

/// Pictures and files made on the spot.
enum Pictures {
  /// A picture whose every pixel differs from its neighbours, so that no mix-up goes unseen.
  static func patterned(_ width: Int, _ height: Int, channels: Int = 3) throws -> Raster {
    let raster = try Raster(size: .init(width: width, height: height), channels: channels)
    for y in 0..<height {
      let row = raster.row(y)
      for index in row.indices {
        row[index] = UInt8(truncatingIfNeeded: index * 37 + y * 101 + index * y)
      }
    }
    return raster
  }

  /// A soft picture, which lossy formats keep nearly as it is.
  static func gradient(_ width: Int, _ height: Int) throws -> Raster {
    let raster = try Raster(size: .init(width: width, height: height), channels: 3)
    for y in 0..<height {
      let row = raster.row(y)
      for x in 0..<width {
        row[x * 3] = UInt8(x * 255 / max(1, width - 1))
        row[x * 3 + 1] = UInt8(y * 255 / max(1, height - 1))
        row[x * 3 + 2] = 128
      }
    }
    return raster
  }

  static func flat(_ width: Int, _ height: Int, _ pixel: [UInt8]) throws -> Raster {
    let raster = try Raster(size: .init(width: width, height: height), channels: pixel.count)
    for y in 0..<height {
      let row = raster.row(y)
      for index in row.indices { row[index] = pixel[index % pixel.count] }
    }
    return raster
  }
}

extension Raster {
  /// All pixels, row by row, without padding.
  var bytes: [UInt8] { (0..<height).reduce(into: []) { $0 += row($1) } }

  func pixel(_ x: Int, _ y: Int) -> [UInt8] { [UInt8](row(y)[x * channels..<(x + 1) * channels]) }

  /// The largest difference of any sample.
  func distance(_ other: Raster) -> Int {
    guard size == other.size, channels == other.channels else { return .max }
    return zip(bytes, other.bytes).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
  }
}

extension [UInt8] {
  func probed() throws -> ImageInfo {
    try withUnsafeBytes { try ImageInfo.probe($0) }
  }

  func decoded(
    to target: Raster.Size? = nil, with decoder: ImageDecoder = ImageDecoder()
  ) throws -> Raster {
    try withUnsafeBytes { bytes in
      try decoder.decode(bytes, info: try ImageInfo.probe(bytes), target: target)
    }
  }

  func metadata() throws -> ImageMetadata {
    try withUnsafeBytes { try ImageMetadata.read($0, info: try ImageInfo.probe($0)) }
  }

  /// The kind of error that reading these bytes gives.
  func failure(with decoder: ImageDecoder = ImageDecoder()) -> ImagingError.Kind? {
    do {
      _ = try decoded(with: decoder)
      return nil
    } catch {
      return (error as? ImagingError)?.kind
    }
  }

  /// A JPEG with an APPn segment put right behind its start.
  func withSegment(_ app: UInt8, _ body: [UInt8]) -> [UInt8] {
    let length = body.count + 2
    var result = self
    result.insert(contentsOf: [0xFF, 0xE0 + app, UInt8(length >> 8), UInt8(length & 255)] + body, at: 2)
    return result
  }

  func withOrientation(_ orientation: Int) -> [UInt8] {
    withSegment(1, [UInt8]("Exif\0\0".utf8) + Self.exif(orientation))
  }

  /// A little-endian EXIF block with the orientation alone.
  static func exif(_ orientation: Int) -> [UInt8] {
    [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0, 0]
  }

  /// A PNG with a chunk put right behind its header, with a checksum.
  func withChunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let named = [UInt8](name.utf8) + body
    var result = self
    result.insert(contentsOf: Self.be32(body.count) + named + Self.be32(Int(Self.checksum(named))), at: 33)
    return result
  }

  static func be32(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let odd = sum & 1 == 1
        sum >>= 1
        if odd { sum ^= 0xEDB8_8320 }
      }
    }
    return ~sum
  }
}
