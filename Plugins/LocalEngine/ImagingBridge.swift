internal import Imaging
import ReframeSDK

/// Pictures of `Imaging` in the words of the SDK, and back.
extension PixelSize {
  init(_ size: Raster.Size) { self.init(width: size.width, height: size.height) }
}

extension Raster.Rect {
  init(_ rect: PixelRect) { self.init(x: rect.x, y: rect.y, width: rect.width, height: rect.height) }
}

extension LentPixels {
  init(_ raster: Raster) {
    self.init(
      base: raster.base, size: PixelSize(raster.size), channels: raster.channels, stride: raster.stride)
  }
}

extension Raster.Allocator {
  /// Memory that reaches fills and detectors without a copy, wherever the host runs them.
  init(_ host: PluginHost) {
    self.init(
      allocate: { host.allocatePixels(byteCount: $0) },
      deallocate: { host.releasePixels($0, byteCount: $1) })
  }
}

extension ImageFormat {
  /// Throws `unsupported` for a format that this engine does not write.
  init(_ format: OutputFormat) throws(ReframeError) {
    switch format {
    case .jpeg: self = .jpeg
    case .png: self = .png
    case .webp: self = .webp
    default: throw ReframeError(.unsupported, "the local engine does not write '\(format.rawValue)' files")
    }
  }
}

extension ReframeError {
  init(_ error: ImagingError) {
    let kind: Kind =
      switch error.kind {
      case .cancelled: .cancelled
      case .outOfMemory: .resourceExhausted
      case .unsupportedFormat, .missingCodec: .unsupported
      case .badGeometry: .internalFault
      default: .invalidArgument
      }
    self.init(kind, error.message)
  }
}

/// Calls into `Imaging`, its errors in the words of the SDK.
func imaging<Result>(_ body: () throws(ImagingError) -> Result) throws(ReframeError) -> Result {
  do throws(ImagingError) {
    return try body()
  } catch {
    throw ReframeError(error)
  }
}
