/// Reads pictures at the size that is wanted, upright, as sRGB.
package struct ImageDecoder {
  /// What a picture may cost.
  package struct Limits: Sendable {
    /// Width times height of the source, checked before anything is decoded.
    package var maxPixels: Int
    /// Bytes a decoder may hold for one picture besides the result; met only by progressive JPEG, interlaced
    /// PNG and WebP, as the rest is streamed.
    package var maxMemory: Int

    package init(maxPixels: Int = 200_000_000, maxMemory: Int = 1 << 30) {
      self.maxPixels = maxPixels
      self.maxMemory = maxMemory
    }
  }

  package var limits: Limits
  /// Where the memory of results comes from.
  package var allocator: Raster.Allocator
  /// Whether a large picture is scaled beside being decoded, on a thread of its own; the bytes are the same.
  package var usesThreads = true
  /// Asked every few rows, on the calling thread; true ends the work with `ImagingError.cancelled`.
  package var isCancelled: (() -> Bool)?

  package init(
    limits: Limits = Limits(), allocator: Raster.Allocator = .heap, isCancelled: (() -> Bool)? = nil
  ) {
    self.limits = limits
    self.allocator = allocator
    self.isCancelled = isCancelled
  }

  /// Decodes to exactly `target` (by default the source's size, whose pixels are then those stored, bit for
  /// bit, but for orientation and colour profile). A target larger than the source is refused.
  ///
  /// Memory is bounded by the target for JPEG and PNG, unless the file is progressive or interlaced.
  package func decode(
    _ bytes: UnsafeRawBufferPointer, info: ImageInfo, target: Raster.Size? = nil
  ) throws(ImagingError) -> Raster {
    let target = target ?? info.size
    try info.check(maxPixels: limits.maxPixels)
    guard target.width > 0, target.height > 0, info.size.covers(target) else {
      throw ImagingError(.badGeometry("\(target) from a picture of \(info.size)"))
    }
    if info.needsVips {
      let library = try VipsCodecLibrary.shared(for: info.format)
      return try library.decode(
        bytes, info: info, target: target, allocator: allocator, isCancelled: isCancelled)
    }
    let stored = info.orientation.applied(to: target)
    let turned = info.orientation != .upright
    let raster = try decodeStored(bytes, info, stored, turned ? .heap : allocator)
    return try raster.upright(from: info.orientation, allocator: allocator)
  }

  private func decodeStored(
    _ bytes: UnsafeRawBufferPointer, _ info: ImageInfo, _ target: Raster.Size, _ allocator: Raster.Allocator
  ) throws(ImagingError) -> Raster {
    switch info.format {
    case .jpeg:
      let reader = try JPEGReader(
        bytes, info: info, target: target, memoryLimit: limits.maxMemory, isCancelled: isCancelled)
      return try stream(reader, info, info.blobs.profileBytes(bytes), target, allocator)
    case .png:
      let reader = try PNGReader(bytes, info: info)
      let profile = reader.profile
      guard info.isInterlaced else { return try stream(reader, info, profile, target, allocator) }
      let whole = try makeWhole(info.storedSize, reader.channels, target, allocator)
      try reader.read(into: whole.base, stride: whole.stride, count: whole.height)
      return try finish(whole, info, profile, target, allocator)
    case .webp:
      try checkMemory(info.storedSize.area, info.hasAlpha ? 4 : 3)
      let whole = try WebPReader.read(bytes, info: info, target: target, allocator: allocator)
      return try finish(whole, info, info.blobs.profileBytes(bytes), target, allocator)
    case .gif, .tiff, .heif, .avif:
      throw ImagingError(.unsupportedFormat(info.format.name))
    }
  }

  private func checkMemory(_ pixels: Int, _ channels: Int) throws(ImagingError) {
    guard pixels <= limits.maxMemory / channels else { throw ImagingError(.outOfMemory) }
  }

  private func makeWhole(
    _ size: Raster.Size, _ channels: Int, _ target: Raster.Size, _ allocator: Raster.Allocator
  ) throws(ImagingError) -> Raster {
    try checkMemory(size.area, channels)
    return try Raster(size: size, channels: channels, allocator: size == target ? allocator : .heap)
  }

  private func conversion(
    _ info: ImageInfo, _ profile: [UInt8], channels: Int, width: Int
  ) -> ColourConversion? {
    guard !profile.isEmpty else { return nil }
    return ColourConversion(
      profile: profile, grey: info.colourModel == .grey, channels: channels, width: width)
  }

  private func stream(
    _ source: any RowSource, _ info: ImageInfo, _ profile: [UInt8], _ target: Raster.Size,
    _ allocator: Raster.Allocator
  ) throws(ImagingError) -> Raster {
    let raster = try Raster(size: target, channels: source.channels, allocator: allocator)
    let colour = conversion(info, profile, channels: source.channels, width: target.width)
    let pipeline = RowPipeline(
      usesThreads: usesThreads, rowDone: colour.map { $0.convert }, isCancelled: isCancelled)
    try pipeline.run(source, to: raster)
    return raster
  }

  /// Scales and converts a picture that had to be decoded whole.
  private func finish(
    _ whole: Raster, _ info: ImageInfo, _ profile: [UInt8], _ target: Raster.Size,
    _ allocator: Raster.Allocator
  ) throws(ImagingError) -> Raster {
    let raster =
      whole.size == target
      ? whole : try whole.resized(to: target, allocator: allocator, isCancelled: isCancelled)
    guard let colour = conversion(info, profile, channels: raster.channels, width: target.width) else {
      return raster
    }
    for y in 0..<raster.height { colour.convert(raster.base + y * raster.stride) }
    return raster
  }
}
