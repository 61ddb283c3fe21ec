import ReframeSDK

/// Pixels as four floats with alpha premultiplied; RGB is opaque.
enum Premultiplied {
  @inline(__always)
  static func load(_ pixel: UnsafePointer<UInt8>, _ channels: Int) -> SIMD4<Float> {
    let color = SIMD4<Float>(SIMD4<UInt8>(pixel[0], pixel[1], pixel[2], 255))
    guard channels == 4 else { return color }
    var result = color * (Float(pixel[3]) / 255)
    result.w = Float(pixel[3])
    return result
  }

  /// Stores a colour, rounded after `offset` of at most half a level was added.
  @inline(__always)
  static func store(
    _ color: SIMD4<Float>, _ pixel: UnsafeMutablePointer<UInt8>, _ channels: Int, offset: Float
  ) {
    var straight = color
    if channels == 4 {
      straight *= color.w > 0.5 ? 255 / color.w : 0
      straight.w = color.w
    }
    let value = (straight + (0.5 + offset)).clamped(
      lowerBound: .zero, upperBound: .init(repeating: 255.5))
    let bytes = SIMD4<UInt8>(truncatingIfNeeded: SIMD4<Int32>(value))
    pixel[0] = bytes.x
    pixel[1] = bytes.y
    pixel[2] = bytes.z
    if channels == 4 { pixel[3] = bytes.w }
  }
}

extension LentPixels {
  /// The first sample of a pixel.
  @inline(__always)
  func pixel(_ x: Int, _ y: Int) -> UnsafeMutablePointer<UInt8> {
    base.assumingMemoryBound(to: UInt8.self) + y * stride + x * channels
  }
}
