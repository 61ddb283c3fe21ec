import CReframe
import Hosting
import ReframeSDK

/// A picture whose rows are padded.
final class ForeignPicture {
  let width: Int
  let height: Int
  let channels: Int
  let stride: Int
  private(set) var bytes: [UInt8]

  private static let gap: UInt8 = 0xA5

  init(
    _ width: Int, _ height: Int, channels: Int = 3, padding: Int = 5,
    sample: (_ x: Int, _ y: Int, _ channel: Int) -> UInt8
  ) {
    self.width = width
    self.height = height
    self.channels = channels
    stride = width * channels + padding
    bytes = Array(repeating: Self.gap, count: stride * height)
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels { bytes[y * stride + x * channels + channel] = sample(x, y, channel) }
      }
    }
  }

  private init(_ other: ForeignPicture) {
    (width, height, channels, stride) = (other.width, other.height, other.channels, other.stride)
    bytes = other.bytes
  }

  /// Every pixel of its own colour.
  static func gradient(_ width: Int, _ height: Int, channels: Int = 3, padding: Int = 5) -> ForeignPicture {
    ForeignPicture(width, height, channels: channels, padding: padding) { x, y, channel in
      UInt8(truncatingIfNeeded: channel == 3 ? 200 + x + y : 7 * x + 11 * y + 40 * channel)
    }
  }

  /// One colour, with a rectangle of another.
  static func spot(_ width: Int, _ height: Int, at spot: PixelRect) -> ForeignPicture {
    ForeignPicture(width, height) { x, y, _ in
      x >= spot.x && x < spot.maxX && y >= spot.y && y < spot.maxY ? 250 : 10
    }
  }

  func copy() -> ForeignPicture { ForeignPicture(self) }

  /// The samples of a pixel.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    Array(bytes[y * stride + x * channels..<y * stride + (x + 1) * channels])
  }

  /// Whether nothing was written between the rows.
  var keepsPadding: Bool {
    (0..<height).allSatisfy { y in
      bytes[y * stride + width * channels..<(y + 1) * stride].allSatisfy { $0 == Self.gap }
    }
  }

  /// The mean of all samples and all that lies between the rows but the last two.
  var mean: Double {
    let lent = bytes.prefix(stride * (height - 1) + width * channels)
    return lent.reduce(0) { $0 + Double($1) } / Double(lent.count)
  }

  func lend(
    readOnly: Bool, _ body: (UnsafePointer<rf_image>) throws(ReframeError) -> Void
  ) throws(ReframeError) {
    let failure: ReframeError? = bytes.withUnsafeMutableBytes { memory in
      guard let base = memory.baseAddress else { return nil }
      let pixels = LentPixels(
        base: base, size: PixelSize(width: width, height: height), channels: channels, stride: stride)
      var image = pixels.descriptor(readOnly: readOnly)
      do throws(ReframeError) {
        try body(&image)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }
}
