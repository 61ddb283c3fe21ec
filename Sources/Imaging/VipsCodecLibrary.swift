private import CPixelKernels
private import Synchronization

#if canImport(Glibc)
  private import Glibc
#endif

/// `libVipsCodec.so`, opened when the first picture needs it and never closed.
///
/// It is looked for beside the library or executable that holds this code, in the folder above that, and where
/// the system looks for libraries.
struct VipsCodecLibrary: Sendable {
  private typealias Cancelled = @convention(c) (UnsafeMutableRawPointer?) -> Int32
  private typealias Found = @convention(c) (UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> Void
  private typealias Bytes = UnsafePointer<UInt8>
  private typealias Version = @convention(c) () -> Int32
  private typealias Probe =
    @convention(c) (Bytes, Int, Int32, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<CChar>, Int) -> Int32
  private typealias Decode =
    @convention(c) (
      Bytes, Int, Int32, Int32, Int32, Int32, UnsafeMutablePointer<UInt8>, Int, Cancelled?,
      UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>, Int
    ) -> Int32
  private typealias Metadata =
    @convention(c) (Bytes, Int, Int32, Int32, Found, UnsafeMutableRawPointer?) -> Int32

  private static let version: Int32 = 1
  private static let messageSize = 512

  private let probeHeader: Probe
  private let decodePixels: Decode
  private let readMetadata: Metadata

  private static let opened = Mutex<VipsCodecLibrary?>(nil)

  /// The library; throws when it, or the libvips it needs, cannot be loaded.
  static func shared(for format: ImageFormat) throws(ImagingError) -> VipsCodecLibrary {
    let library = opened.withLock { library in
      if library == nil { library = open() }
      return library
    }
    guard let library else {
      throw ImagingError(.missingCodec(format == .jpeg ? "CMYK JPEG" : format.name))
    }
    return library
  }

  private static func open() -> VipsCodecLibrary? {
    for path in candidates() {
      // Never closed: GLib's types cannot be unloaded.
      guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else { continue }
      if let library = VipsCodecLibrary(handle) { return library }
    }
    return nil
  }

  private static func candidates() -> [String] {
    let name = "libVipsCodec.so"
    guard let file = rf_imaging_path() else { return [name] }
    let parts = String(cString: file).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return [name] }
    let folder = parts.dropLast().joined(separator: "/")
    return ["\(folder)/\(name)", "\(folder)/../\(name)", name]
  }

  private init?(_ handle: UnsafeMutableRawPointer) {
    guard
      let versionSymbol = dlsym(handle, "rf_vips_version"),
      unsafeBitCast(versionSymbol, to: Version.self)() == Self.version,
      let probe = dlsym(handle, "rf_vips_probe"), let decode = dlsym(handle, "rf_vips_decode"),
      let metadata = dlsym(handle, "rf_vips_metadata")
    else { return nil }
    probeHeader = unsafeBitCast(probe, to: Probe.self)
    decodePixels = unsafeBitCast(decode, to: Decode.self)
    readMetadata = unsafeBitCast(metadata, to: Metadata.self)
  }

  private static func code(_ format: ImageFormat) -> Int32 {
    switch format {
    case .jpeg: 0
    case .png: 1
    case .webp: 2
    case .gif: 3
    case .tiff: 4
    case .heif, .avif: 5
    }
  }

  /// Calls `body` with room for a message, and throws what it answers.
  private func call(
    _ bytes: UnsafeRawBufferPointer, _ format: ImageFormat,
    _ body: (Bytes, UnsafeMutablePointer<CChar>) -> Int32
  ) throws(ImagingError) {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw ImagingError(.empty)
    }
    let (status, text) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.messageSize) {
      buffer -> (CodecStatus, String) in
      guard let message = buffer.baseAddress else { return (.noMemory, "") }
      message.pointee = 0
      let status = CodecStatus(code: body(start, message))
      return (status, String(cString: message))
    }
    guard status == .good else { throw status.readError(format, detail: text) }
  }

  func probe(_ bytes: UnsafeRawBufferPointer, format: ImageFormat) throws(ImagingError) -> ImageInfo {
    var facts = [Int64](repeating: 0, count: 8)
    try call(bytes, format) { start, message in
      probeHeader(start, bytes.count, Self.code(format), &facts, message, Self.messageSize)
    }
    let orientation = Orientation(rawValue: Int(facts[2])) ?? .upright
    let models: [ImageInfo.ColourModel] = [.grey, .rgb, .cmyk, .palette, .other]
    var info = ImageInfo(
      format: format,
      size: orientation.applied(to: .init(width: Int(facts[0]), height: Int(facts[1]))),
      orientation: orientation, hasAlpha: facts[3] != 0, frames: max(1, Int(facts[4])),
      bitsPerChannel: Int(facts[5]), colourModel: models[Int(min(facts[6], 4))], profileDescription: nil,
      isInterlaced: false)
    info.needsVips = true
    if let profile = try metadata(bytes, format: format, kind: .profile) {
      info.profileDescription = ICCDescription.read(profile) ?? "unnamed"
    }
    return info
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, info: ImageInfo, target: Raster.Size, allocator: Raster.Allocator,
    isCancelled: (() -> Bool)?
  ) throws(ImagingError) -> Raster {
    let raster = try Raster(size: target, channels: info.hasAlpha ? 4 : 3, allocator: allocator)
    try call(bytes, info.format) { start, message in
      withCancellation(isCancelled) { callback, context in
        decodePixels(
          start, bytes.count, Self.code(info.format), Int32(target.width), Int32(target.height),
          Int32(raster.channels), raster.base, raster.stride, callback, context, message, Self.messageSize)
      }
    }
    return raster
  }

  /// The kinds of metadata, numbered as in the C header.
  enum Blob: Int32 {
    case exif, xmp, iptc, profile
  }

  func metadata(
    _ bytes: UnsafeRawBufferPointer, format: ImageFormat, kind: Blob
  ) throws(ImagingError) -> [UInt8]? {
    var result: [UInt8]?
    try call(bytes, format) { start, _ in
      withUnsafeMutablePointer(to: &result) { pointer in
        readMetadata(
          start, bytes.count, Self.code(format), kind.rawValue,
          { context, data, size in
            let bytes = UnsafeRawBufferPointer(start: data, count: size)
            context?.assumingMemoryBound(to: [UInt8]?.self).pointee = [UInt8](bytes)
          }, pointer)
      }
    }
    return result
  }
}
