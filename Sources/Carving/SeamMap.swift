internal import Imaging

/// For every pixel of a carved picture the pixel of the source that stands there, and how it is mixed.
struct SeamMap {
  let width: Int
  let height: Int
  /// Index of the source's pixel, counted row by row, and in the two highest bits the mixture.
  let pixels: Block<UInt32>

  /// A third of the pixel before, along the direction in which the picture grew.
  static let before: UInt32 = 1 << 30
  /// A third of the pixel behind.
  static let behind: UInt32 = 1 << 31
  private static let index = before - 1

  /// The pixels that are left of a field.
  init(left field: SeamField) throws(ImagingError) {
    (width, height) = (field.width, field.height)
    pixels = try Block(width * height)
    for y in 0..<height { (pixels.base + y * width).update(from: field.origins(y), count: width) }
  }

  /// The pixels of a field of once `whole` columns, those twice that were taken out of it. A doubled pixel becomes
  /// two that lean towards their neighbours, which keeps edges sharper than the mean of two pixels between them.
  /// Throws `outOfMemory` and `cancelled`.
  init(doubled field: SeamField, whole: Int, isTransposed: Bool, _ stop: StopSign) throws(ImagingError) {
    (width, height) = (2 * whole - field.width, field.height)
    pixels = try Block(width * height)
    try stop.walk(0..<height) { (rows) throws(ImagingError) in
      for y in rows {
        double(
          field.origins(y), left: field.width, y, of: field.height, whole: whole, isTransposed: isTransposed)
      }
    }
  }

  /// Writes row `y`, of which `left` pixels are kept.
  private func double(
    _ kept: UnsafePointer<UInt32>, left: Int, _ y: Int, of height: Int, whole: Int, isTransposed: Bool
  ) {
    var to = pixels.base + y * width
    var next = 0
    for x in 0..<whole {
      let own = UInt32(truncatingIfNeeded: isTransposed ? x * height + y : y * whole + x)
      if next < left, kept[next] == own {
        to[0] = own
        to += 1
        next += 1
      } else {
        to[0] = own | (x > 0 ? Self.before : 0)
        to[1] = own | (x + 1 < whole ? Self.behind : 0)
        to += 2
      }
    }
  }

  private init(width: Int, height: Int, pixels: Block<UInt32>) {
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  /// The map with rows and columns exchanged. Throws `outOfMemory` and `cancelled`.
  func transposed(_ stop: StopSign) throws(ImagingError) -> SeamMap {
    let result = try Block<UInt32>(width * height)
    try stop.walk(0..<width) { (band) throws(ImagingError) in
      let side = 32
      for top in stride(from: band.lowerBound, to: band.upperBound, by: side) {
        for left in stride(from: 0, to: height, by: side) {
          for row in top..<min(top + side, band.upperBound) {
            for column in left..<min(left + side, height) {
              result.base[row * height + column] = pixels.base[column * width + row]
            }
          }
        }
      }
    }
    return SeamMap(width: height, height: width, pixels: result)
  }

  /// Samples of pixels `channels` wide, brought to their new places. `reach` is how many pixels of the source lie
  /// between one and the next along the direction in which the picture grew.
  func draw(
    _ source: UnsafePointer<UInt8>, channels: Int, reach: Int, rows: Range<Int>,
    into target: UnsafeMutablePointer<UInt8>
  ) {
    switch channels {
    case 1: draw(source, 1, reach, rows, target)
    case 3: draw(source, 3, reach, rows, target)
    default: draw(source, 4, reach, rows, target)
    }
  }

  @inline(__always)
  private func draw(
    _ source: UnsafePointer<UInt8>, _ channels: Int, _ reach: Int, _ rows: Range<Int>,
    _ target: UnsafeMutablePointer<UInt8>
  ) {
    var to = target + rows.lowerBound * width * channels
    for place in rows.lowerBound * width..<rows.upperBound * width {
      let code = pixels.base[place]
      let from = source + Int(code & Self.index) * channels
      // Weights are not mixed: some of their bits are marks.
      if code <= Self.index || channels == 1 {
        for channel in 0..<channels { to[channel] = from[channel] }
      } else {
        let other = from + (code & Self.before != 0 ? -reach : reach) * channels
        mix(from, other, channels, to)
      }
      to += channels
    }
  }

  /// Two thirds of one pixel and a third of another; where pixels have alpha, colours count by it.
  @inline(__always)
  private func mix(
    _ own: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ channels: Int,
    _ to: UnsafeMutablePointer<UInt8>
  ) {
    guard channels == 4 else {
      for channel in 0..<channels {
        to[channel] = UInt8((2 * Int(own[channel]) + Int(other[channel]) + 1) / 3)
      }
      return
    }
    let (most, rest) = (2 * Int(own[3]), Int(other[3]))
    let sum = most + rest
    for channel in 0..<3 {
      let value = sum == 0 ? 0 : (most * Int(own[channel]) + rest * Int(other[channel]) + sum / 2) / sum
      to[channel] = UInt8(value)
    }
    to[3] = UInt8((sum + 1) / 3)
  }
}
