/// How a stored picture must be turned to stand upright: the eight values of the EXIF tag.
package enum Orientation: Int, Sendable {
  case upright = 1
  case mirrored
  case upsideDown
  case flipped
  case transposed
  case quarterClockwise
  case transversed
  case quarterAnticlockwise

  /// Whether width and height change places.
  package var swapsSides: Bool { rawValue >= 5 }

  /// The size of the upright picture, and back again.
  package func applied(to size: Raster.Size) -> Raster.Size { swapsSides ? size.transposed : size }
}

extension Raster {
  /// The picture turned upright.
  package func upright(
    from orientation: Orientation, allocator: Allocator = .heap
  ) throws(ImagingError) -> Raster {
    guard orientation != .upright else { return self }
    let result = try Raster(size: orientation.applied(to: size), channels: channels, allocator: allocator)
    if channels == 4 { turn(to: result, orientation, as: UInt32.self) } else { turn(to: result, orientation) }
    return result
  }

  /// Start and steps in this picture for walking along the rows and down the columns of the upright one.
  private func walk(_ orientation: Orientation) -> (start: Int, along: Int, down: Int) {
    let right = (width - 1) * channels
    let bottom = (height - 1) * stride
    return switch orientation {
    case .upright: (0, channels, stride)
    case .mirrored: (right, -channels, stride)
    case .upsideDown: (bottom + right, -channels, -stride)
    case .flipped: (bottom, channels, -stride)
    case .transposed: (0, stride, channels)
    case .quarterClockwise: (bottom, -stride, channels)
    case .transversed: (bottom + right, -stride, -channels)
    case .quarterAnticlockwise: (right, stride, -channels)
    }
  }

  /// Tiles of 64x64 pixels keep the lines of the source in the nearest cache while they are read across.
  private func turn(to result: Raster, _ orientation: Orientation) {
    let (start, along, down) = walk(orientation)
    let tile = 64
    for top in Swift.stride(from: 0, to: result.height, by: tile) {
      for left in Swift.stride(from: 0, to: result.width, by: tile) {
        let right = min(left + tile, result.width)
        for y in top..<min(top + tile, result.height) {
          var from = UnsafePointer(base + (start + y * down + left * along))
          var to = result.base + y * result.stride + left * 3
          for _ in left..<right {
            to[0] = from[0]
            to[1] = from[1]
            to[2] = from[2]
            to += 3
            from += along
          }
        }
      }
    }
  }

  private func turn(to result: Raster, _ orientation: Orientation, as word: UInt32.Type) {
    let (start, along, down) = walk(orientation)
    let tile = 64
    for top in Swift.stride(from: 0, to: result.height, by: tile) {
      for left in Swift.stride(from: 0, to: result.width, by: tile) {
        let right = min(left + tile, result.width)
        for y in top..<min(top + tile, result.height) {
          var from = UnsafeRawPointer(base + (start + y * down + left * along))
          var to = UnsafeMutableRawPointer(result.base + y * result.stride + left * 4)
          for _ in left..<right {
            to.storeBytes(of: from.loadUnaligned(as: word), as: word)
            to += 4
            from += along
          }
        }
      }
    }
  }
}
