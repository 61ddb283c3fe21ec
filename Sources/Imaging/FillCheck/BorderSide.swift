/// One side of a placed rectangle seen as if it were the left border of everything: `depth` counts pixels away
/// from the border, from 0 outwards and from -1 inwards, `along` pixels in parallel to it.
struct BorderSide {
  private let origin: UnsafePointer<UInt8>
  private let alongStep: Int
  private let depthStep: Int
  private let channels: Int
  /// Pixels along the border.
  let length: Int
  /// Exposed pixels outwards.
  let exposed: Int
  /// Placed pixels inwards.
  let placed: Int

  /// The sides of `rect` that have something exposed beyond them.
  static func all(of picture: Raster, around rect: Raster.Rect) -> [BorderSide] {
    let channels = picture.channels
    let stride = picture.stride
    let corner = UnsafePointer(picture.base) + rect.y * stride + rect.x * channels
    let last = corner + (rect.height - 1) * stride + (rect.width - 1) * channels
    let right = picture.width - rect.x - rect.width
    let bottom = picture.height - rect.y - rect.height
    return [
      BorderSide(corner - channels, stride, -channels, channels, rect.height, rect.x, rect.width),
      BorderSide(last + channels, -stride, channels, channels, rect.height, right, rect.width),
      BorderSide(corner - stride, channels, -stride, channels, rect.width, rect.y, rect.height),
      BorderSide(last + stride, -channels, stride, channels, rect.width, bottom, rect.height),
    ].filter { $0.exposed > 0 }
  }

  private init(
    _ origin: UnsafePointer<UInt8>, _ alongStep: Int, _ depthStep: Int, _ channels: Int, _ length: Int,
    _ exposed: Int, _ placed: Int
  ) {
    self.origin = origin
    self.alongStep = alongStep
    self.depthStep = depthStep
    self.channels = channels
    self.length = length
    self.exposed = exposed
    self.placed = placed
  }

  /// The first sample of a pixel.
  @inline(__always)
  func pixel(_ along: Int, _ depth: Int) -> UnsafePointer<UInt8> {
    origin + along * alongStep + depth * depthStep
  }

  /// Brightness from 0 to 255; what is transparent is dark, whatever its colour.
  @inline(__always)
  func luma(_ along: Int, _ depth: Int) -> Float {
    let sample = pixel(along, depth)
    let sum = 77 * Int32(sample[0]) + 150 * Int32(sample[1]) + 29 * Int32(sample[2])
    guard channels == 4 else { return Float(sum) * (1 / 256) }
    return Float(sum) * Float(sample[3]) * (1 / (256 * 255))
  }

  /// The pixel's samples as they look over black, and its alpha.
  @inline(__always)
  func color(_ along: Int, _ depth: Int) -> SIMD4<Float> {
    let sample = pixel(along, depth)
    let color = SIMD4(Float(sample[0]), Float(sample[1]), Float(sample[2]), 0)
    guard channels == 4 else { return color }
    let alpha = Float(sample[3])
    var result = color * (alpha / 255)
    result.w = alpha
    return result
  }
}
