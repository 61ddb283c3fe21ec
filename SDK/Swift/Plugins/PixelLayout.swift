package import CReframe

/// The checked geometry of a picture that crossed the contract.
package struct PixelLayout {
  let size: PixelSize
  let channels: Int
  let stride: Int
  let isReadOnly: Bool
  let base: UnsafeMutableRawPointer

  /// Bytes from the first sample to the last.
  var byteCount: Int { (size.height - 1) * stride + size.width * channels }

  /// Checks a picture of the C contract. Throws `unsupported` for another sample type or layout, and
  /// `invalidArgument` for a descriptor that contradicts itself.
  package init(_ pointer: UnsafePointer<rf_image>) throws(ReframeError) {
    // Of a shorter struct only the size may be read.
    guard pointer.pointee.size >= UInt32(MemoryLayout<rf_image>.size) else {
      throw ReframeError(.invalidArgument, "a picture of an unknown descriptor")
    }
    let image = pointer.pointee
    guard image.width > 0, image.height > 0,
      image.width <= 1 << 24, image.height <= 1 << 24, let pixels = image.pixels
    else { throw ReframeError(.invalidArgument, "a picture without pixels, or too large") }
    guard image.sample == RF_SAMPLE_U8, image.layout == RF_RGB || image.layout == RF_RGBA,
      image.alpha != RF_ALPHA_PREMULTIPLIED
    else { throw ReframeError(.unsupported, "only 8-bit RGB and RGBA with straight alpha are understood") }
    let row = UInt64(image.width) * UInt64(image.layout)
    guard image.stride >= row, image.stride <= 1 << 32 else {
      throw ReframeError(.invalidArgument, "a stride of \(image.stride) bytes for rows of \(row)")
    }
    size = PixelSize(width: Int(image.width), height: Int(image.height))
    channels = Int(image.layout)
    stride = Int(image.stride)
    isReadOnly = image.flags & UInt32(RF_IMAGE_READ_ONLY) != 0
    base = pixels
  }
}
