/// What a picture's header says, without its pixels having been read.
package struct ImageInfo: Sendable, Equatable {
  /// How colours are stored in the file.
  package enum ColourModel: String, Sendable {
    case grey, rgb, cmyk, palette, other
  }

  package var format: ImageFormat
  /// The size of the upright picture.
  package var size: Raster.Size
  /// How the stored pixels are turned.
  package var orientation: Orientation
  package var hasAlpha: Bool
  /// Frames of an animation or pages of a document; the first is the one that is read.
  package var frames: Int
  package var bitsPerChannel: Int
  package var colourModel: ColourModel
  /// The name in the embedded colour profile; nil when there is no profile.
  package var profileDescription: String?
  /// Progressive JPEG or interlaced PNG: such pictures cannot be streamed and need memory for all pixels.
  package var isInterlaced: Bool

  /// Where the metadata lies in the file, for the formats that are read directly.
  var blobs = EmbeddedBlobs()
  /// An animated WebP needs its frames composed, even for the first.
  var isAnimated = false
  /// Whether libvips reads the pixels.
  var needsVips = false

  /// The size before orientation is applied.
  var storedSize: Raster.Size { orientation.applied(to: size) }

  /// Reads the header of a file held in memory; costs microseconds for JPEG, PNG and WebP.
  package static func probe(_ bytes: UnsafeRawBufferPointer) throws(ImagingError) -> ImageInfo {
    let format = try ImageFormat.sniff(bytes)
    var info =
      switch format {
      case .jpeg: try JPEGHeader.read(bytes)
      case .png: try PNGHeader.read(bytes)
      case .webp: try WebPHeader.read(bytes)
      case .gif, .tiff, .heif, .avif: try VipsCodecLibrary.shared(for: format).probe(bytes, format: format)
      }
    guard info.size.width > 0, info.size.height > 0 else {
      throw ImagingError(.corrupt, detail: "a side of the picture is 0")
    }
    if info.profileDescription == nil, !info.blobs.profile.isEmpty {
      info.profileDescription = ICCDescription.read(info.blobs.profileBytes(bytes)) ?? "unnamed"
    }
    return info
  }

  /// Throws when the picture has more pixels than allowed: call before anything large is allocated.
  package func check(maxPixels: Int) throws(ImagingError) {
    guard size.area <= maxPixels else {
      throw ImagingError(.tooManyPixels(width: size.width, height: size.height, limit: maxPixels))
    }
  }
}

/// Byte ranges of metadata inside a file.
struct EmbeddedBlobs: Sendable, Equatable {
  /// TIFF-structured EXIF, without any "Exif" prefix.
  var exif: Range<Int>?
  var xmp: Range<Int>?
  var iptc: Range<Int>?
  /// The parts of an uncompressed ICC profile, in order.
  var profile: [Range<Int>] = []

  func profileBytes(_ file: UnsafeRawBufferPointer) -> [UInt8] {
    profile.reduce(into: []) { $0 += file.slice($1) }
  }
}
