import ReframeSDK

/// A canvas and where the source lies on it.
struct FillCase: CustomStringConvertible {
  let canvas: PixelSize
  let placed: PixelRect
  let channels: Int

  init(canvas: PixelSize, placed: PixelRect, channels: Int = 3) {
    self.canvas = canvas
    self.placed = placed
    self.channels = channels
  }

  /// A source of `width` x `height` with so many exposed pixels on each side.
  init(
    _ width: Int, _ height: Int, left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0,
    channels: Int = 3
  ) {
    self.init(
      canvas: PixelSize(width: left + width + right, height: top + height + bottom),
      placed: PixelRect(x: left, y: top, width: width, height: height), channels: channels)
  }

  var description: String {
    "\(placed.size) at \(placed.x),\(placed.y) of \(canvas), \(channels) channels"
  }

  /// What the source's pixel at a place of the canvas holds.
  func sample(_ x: Int, _ y: Int, _ channel: Int) -> UInt8 {
    let value = Pictures.sample((x - placed.x) * channels + channel, y - placed.y)
    // Opaque to transparent, so that alpha matters.
    return channel == 3 ? value | 0x0F : value
  }

  /// Odd sizes at every edge and corner, in the middle, and with nothing to do.
  static let all: [FillCase] = {
    let sizes = [(1, 1), (1, 7), (5, 1), (7, 3), (13, 17)]
    let sides: [(Int, Int, Int, Int)] = [
      (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (3, 0, 2, 0), (0, 5, 0, 4), (2, 3, 5, 1),
      (0, 0, 7, 7), (7, 7, 0, 0), (11, 0, 0, 11), (0, 11, 11, 0), (0, 0, 0, 0),
    ]
    return [3, 4].flatMap { channels in
      sizes.flatMap { size in
        sides.map { side in
          FillCase(
            size.0, size.1, left: side.0, top: side.1, right: side.2, bottom: side.3, channels: channels)
        }
      }
    }
  }()
}
