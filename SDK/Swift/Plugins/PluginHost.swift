package import CReframe

/// What the host offers to a plugin's instance: detectors and fills by id, pixel memory, and HTTP.
///
/// It lives as long as the instance and may be used from any thread, but not while the instance is being made.
public struct PluginHost: @unchecked Sendable {
  let host: UnsafePointer<rf_host>

  init(_ host: UnsafePointer<rf_host>?) throws(ReframeError) {
    guard let host, host.pointee.size >= UInt32(MemoryLayout<rf_host>.size) else {
      throw ReframeError(.invalidArgument, "a host of an unknown size: it speaks another contract")
    }
    self.host = host
  }

  /// The host's name, such as `reframe`.
  public var name: String { String(host.pointee.name) }
  /// The host's version.
  public var version: String { String(host.pointee.version) }

  /// Asks a detector, the host's choice if `detector` is `nil`, where the subjects in `image` are.
  public func subjects(in image: LentPixels, detector: String?, job: JobContext) throws(ReframeError)
    -> SubjectMap
  {
    let table = try table(RF_HOST_DETECT, as: rf_host_detect.self)
    var picture = image.descriptor(readOnly: true)
    return try SubjectCollector.collect { sink, error in
      (detector ?? "").withText { id in
        "{}".withText {
          table.detect?(host.pointee.context, job.job, id, &picture, $0, sink, error) ?? RF_UNSUPPORTED
        }
      }
    }
  }

  /// Pixel memory of the host's, which reaches detectors and fills without a copy; `nil` if there is none.
  /// Give it back with `releasePixels`.
  public func allocatePixels(byteCount: Int) -> UnsafeMutableRawPointer? {
    guard let table = try? table(RF_HOST_PIXELS, as: rf_host_pixels.self) else { return nil }
    return table.allocate?(host.pointee.context, UInt64(clamping: byteCount))
  }

  /// Gives memory of `allocatePixels` back, with the count it was asked for.
  public func releasePixels(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
    guard let table = try? table(RF_HOST_PIXELS, as: rf_host_pixels.self) else { return }
    table.release?(host.pointee.context, memory, UInt64(clamping: byteCount))
  }

  /// The table of a named extension. Throws `unsupported` if this host lacks it.
  func table<Table>(_ id: String, as type: Table.Type) throws(ReframeError) -> Table {
    guard let pointer = id.withCString({ host.pointee.extension?(host.pointee.context, $0) }) else {
      throw ReframeError(.unsupported, "this host does not offer \(id)")
    }
    guard pointer.load(as: UInt32.self) >= UInt32(MemoryLayout<Table>.size) else {
      throw ReframeError(.unsupported, "this host offers an older \(id)")
    }
    return pointer.load(as: type)
  }
}

/// Pixels that a plugin lends to the host for a call: 8-bit RGB or RGBA with straight alpha.
public struct LentPixels: @unchecked Sendable {
  /// First sample of the first row.
  public let base: UnsafeMutableRawPointer
  /// Columns and rows.
  public let size: PixelSize
  /// Samples of a pixel: 3 or 4.
  public let channels: Int
  /// Bytes from one row to the next.
  public let stride: Int

  /// Describes pixels; they stay the caller's.
  public init(base: UnsafeMutableRawPointer, size: PixelSize, channels: Int, stride: Int) {
    self.base = base
    self.size = size
    self.channels = channels
    self.stride = stride
  }

  /// The picture as the C contract describes it.
  package func descriptor(readOnly: Bool) -> rf_image {
    var image = rf_image()
    image.size = UInt32(MemoryLayout<rf_image>.size)
    image.width = UInt32(clamping: size.width)
    image.height = UInt32(clamping: size.height)
    image.sample = UInt32(RF_SAMPLE_U8)
    image.layout = UInt32(clamping: channels)
    image.alpha = UInt32(channels == 4 ? RF_ALPHA_STRAIGHT : RF_ALPHA_NONE)
    image.flags = readOnly ? UInt32(RF_IMAGE_READ_ONLY) : 0
    image.stride = UInt64(clamping: stride)
    image.pixels = base
    return image
  }
}
