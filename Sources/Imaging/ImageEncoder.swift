/// Writes pictures as JPEG, PNG or WebP, without a colour profile: rasters are sRGB, which is what readers assume.
package struct ImageEncoder {
  /// Takes the next bytes of the file.
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  package var format: ImageFormat
  /// 1-100. JPEG keeps colour at full resolution from 90 on; WebP is lossless at 100; PNG always is.
  package var quality: Int
  /// Written along, with the orientation made upright. Without it nothing about the source is written.
  package var metadata: ImageMetadata?
  /// Asked every few rows; true ends the work with `ImagingError.cancelled`.
  package var isCancelled: (() -> Bool)?

  package init(
    _ format: ImageFormat, quality: Int = 85, metadata: ImageMetadata? = nil, isCancelled: (() -> Bool)? = nil
  ) {
    self.format = format
    self.quality = min(max(quality, 1), 100)
    self.metadata = metadata
    self.isCancelled = isCancelled
  }

  /// The longest side the format can hold; nil for a format that is not written.
  package static func maxSide(_ format: ImageFormat) -> Int? {
    switch format {
    case .jpeg: 65_500
    case .png: Int(Int32.max)
    case .webp: 16_383
    case .gif, .tiff, .heif, .avif: nil
    }
  }

  /// Writes a part of a picture, by default all of it, piece by piece as it is made.
  ///
  /// RGBA becomes JPEG on white. Throws `ImagingError`, or what the sink throws.
  package func encode(_ raster: Raster, rect: Raster.Rect? = nil, to sink: Sink) throws {
    let rect = rect ?? raster.bounds
    _ = try raster.origin(of: rect)
    guard let maxSide = Self.maxSide(format) else {
      throw ImagingError(.encodeFailed("\(format.name) is not written; choose jpeg, png or webp"))
    }
    guard max(rect.width, rect.height) <= maxSide else {
      throw ImagingError(
        .encodeFailed("\(rect.size) is too large for \(format.name), whose sides end at \(maxSide)"))
    }
    let metadata = (metadata ?? ImageMetadata()).normalised(for: rect.size)
    switch format {
    case .jpeg: try encodeJPEG(raster, rect, metadata, sink)
    case .png: try encodePNG(raster, rect, metadata, sink)
    default: try encodeWebP(raster, rect, metadata, sink)
    }
  }

  /// The whole file in memory.
  package func data(_ raster: Raster, rect: Raster.Rect? = nil) throws -> [UInt8] {
    var result: [UInt8] = []
    try encode(raster, rect: rect) { result += $0 }
    return result
  }

  func poll() throws(ImagingError) {
    if let isCancelled, isCancelled() { throw ImagingError(.cancelled) }
  }
}
