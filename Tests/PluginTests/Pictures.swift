import Imaging

/// Pictures made on the spot.
enum Pictures {
  /// A picture whose every pixel differs from its neighbours, so that no mix-up goes unseen.
  static func patterned(_ width: Int, _ height: Int, channels: Int = 3) throws -> Raster {
    let raster = try Raster(size: .init(width: width, height: height), channels: channels)
    for y in 0..<height {
      for (index, _) in raster.row(y).enumerated() { raster.row(y)[index] = sample(index, y) }
    }
    return raster
  }

  /// The sample that `patterned` has at an index of a row.
  static func sample(_ index: Int, _ y: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: index * 37 + y * 101 + index * y)
  }

  /// A picture of one colour.
  static func flat(_ width: Int, _ height: Int, _ pixel: [UInt8]) throws -> Raster {
    let raster = try Raster(size: .init(width: width, height: height), channels: pixel.count)
    for y in 0..<height {
      for index in 0..<width * pixel.count { raster.row(y)[index] = pixel[index % pixel.count] }
    }
    return raster
  }

  /// The bytes of a patterned PNG.
  static func png(_ width: Int, _ height: Int, channels: Int = 3) throws -> [UInt8] {
    try ImageEncoder(.png).data(try patterned(width, height, channels: channels))
  }
}

extension Raster {
  /// The picture with left and right exchanged.
  func mirrored() throws -> Raster {
    let result = try Raster(size: size, channels: channels)
    for y in 0..<height {
      for x in 0..<width {
        for (channel, value) in pixel(width - 1 - x, y).enumerated() {
          result.row(y)[x * channels + channel] = value
        }
      }
    }
    return result
  }

  /// The samples of one pixel.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] { [UInt8](row(y)[x * channels..<(x + 1) * channels]) }

  /// All samples of a part, row by row.
  func samples(_ rect: Rect? = nil) -> [UInt8] {
    let rect = rect ?? bounds
    return (rect.y..<rect.y + rect.height).reduce(into: []) { result, y in
      result += row(y)[rect.x * channels..<(rect.x + rect.width) * channels]
    }
  }
}

extension [UInt8] {
  /// What the file's header says.
  func probed() throws -> ImageInfo { try withUnsafeBytes { try ImageInfo.probe($0) } }

  /// The picture of an encoded file.
  func decoded() throws -> Raster {
    try withUnsafeBytes { try ImageDecoder().decode($0, info: try ImageInfo.probe($0)) }
  }

  /// What the file says of its origin.
  func metadata() throws -> ImageMetadata {
    try withUnsafeBytes { try ImageMetadata.read($0, info: try ImageInfo.probe($0)) }
  }

  /// A JPEG with an EXIF block of nothing but an orientation put behind its start.
  func withOrientation(_ orientation: Int) -> [UInt8] {
    let tag: [UInt8] = [
      0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0, 0,
    ]
    return withSegment(1, [UInt8]("Exif\0\0".utf8) + tag)
  }

  /// A JPEG with a short APPn segment put behind its start.
  func withSegment(_ app: UInt8, _ body: [UInt8]) -> [UInt8] {
    var result = self
    result.insert(contentsOf: [0xFF, 0xE0 + app, 0, UInt8(body.count + 2)] + body, at: 2)
    return result
  }
}
