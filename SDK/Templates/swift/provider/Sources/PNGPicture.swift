import PNGLibrary
import ReframeSDK

/// A PNG, read and written by libpng's simplified interface, as 8-bit RGBA.
final class PNGPicture {
  private var image = png_image()
  /// Columns and rows.
  let size: PixelSize

  /// Opens the source, which the host has in memory or tells the path of, and reads its size.
  init(_ source: ReframeSource, pixelLimit: Int) throws(ReframeError) {
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    if let data = source.data {
      png_image_begin_read_from_memory(&image, data.baseAddress, data.count)
    } else if let path = source.path {
      png_image_begin_read_from_file(&image, path)
    } else {
      throw ReframeError(.unsupported, "PLUGIN_ID needs the picture itself, not its address")
    }
    size = PixelSize(width: Int(image.width), height: Int(image.height))
    try Self.check(image, .invalidArgument)
    guard size.area <= pixelLimit else {
      png_image_free(&image)
      throw ReframeError(
        .invalidArgument, "the picture has more pixels than the job allows; see --max-pixels")
    }
  }

  deinit { png_image_free(&image) }

  /// The pixels, row by row.
  func decode() throws(ReframeError) -> [UInt8] {
    image.format = Self.rgba
    var pixels = [UInt8](repeating: 0, count: size.area * 4)
    png_image_finish_read(&image, nil, &pixels, png_int_32(size.width * 4), nil)
    try Self.check(image, .invalidArgument)
    return pixels
  }

  /// The file of a part of the pixels.
  func encode(_ pixels: [UInt8], _ part: PixelRect) throws(ReframeError) -> [UInt8] {
    var target = png_image()
    target.version = png_uint_32(PNG_IMAGE_VERSION)
    target.format = Self.rgba
    target.width = png_uint_32(part.width)
    target.height = png_uint_32(part.height)
    // More than any PNG of the size has, even where nothing can be compressed.
    var file = [UInt8](repeating: 0, count: part.size.area * 5 + part.height * 16 + 4096)
    var length = file.count
    pixels.withUnsafeBytes { bytes in
      let first = bytes.baseAddress.map { $0 + (part.y * size.width + part.x) * 4 }
      _ = png_image_write_to_memory(&target, &file, &length, 0, first, png_int_32(size.width * 4), nil)
    }
    try Self.check(target, .internalFault)
    return Array(file[..<length])
  }

  /// libpng's name for it is a macro that Swift does not see: colour, and alpha after it.
  private static let rgba = png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)

  /// Throws libpng's own words if it reports a fault: the lower bits of `warning_or_error` say so.
  private static func check(_ image: png_image, _ kind: ReframeError.Kind) throws(ReframeError) {
    guard image.warning_or_error & 3 > 1 else { return }
    let words = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    throw ReframeError(kind, "the PNG cannot be used: \(words)")
  }
}
