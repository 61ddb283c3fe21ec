private import CWebP

/// Decodes WebP, which comes whole: as it is, or reduced by the decoder when it is far larger than wanted.
enum WebPReader {
  static func read(
    _ bytes: UnsafeRawBufferPointer, info: ImageInfo, target: Raster.Size, allocator: Raster.Allocator
  ) throws(ImagingError) -> Raster {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw ImagingError(.empty)
    }
    let size = info.isAnimated ? info.storedSize : reduced(info.storedSize, for: target)
    let channels = info.hasAlpha || info.isAnimated ? 4 : 3
    let raster = try Raster(
      size: size, channels: channels, allocator: size == target ? allocator : .heap)
    let width = Int32(size.width)
    let height = Int32(size.height)
    let code =
      info.isAnimated
      ? rf_webp_decode_first_frame(start, bytes.count, width, height, raster.base, raster.stride)
      : rf_webp_decode(start, bytes.count, width, height, Int32(channels), raster.base, raster.stride)
    let status = CodecStatus(code: code)
    guard status == .good else { throw status.readError(.webp, detail: "") }
    return raster
  }

  /// The decoder's scaler is plain: it may reduce in whole steps as long as twice the target is left.
  private static func reduced(_ size: Raster.Size, for target: Raster.Size) -> Raster.Size {
    let step = min(size.width / (2 * target.width), size.height / (2 * target.height))
    guard step >= 2 else { return size }
    return .init(width: (size.width + step - 1) / step, height: (size.height + step - 1) / step)
  }
}
