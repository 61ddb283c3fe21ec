internal import Imaging
import ReframeSDK

/// The picture that the mock provider makes: one colour and a diagonal, so that nobody takes it for a result.
enum TestCard {
  /// Long side of a card of which no size was asked for, unless its ratio needs more.
  private static let side = 512.0
  /// The shortest side of such a card.
  private static let shortSide = 16.0

  /// The size of an output.
  static func size(of wanted: OutputRequest) -> PixelSize {
    if let size = wanted.size { return size }
    let ratio = wanted.aspect.value
    let short = max(shortSide, side / max(ratio, 1 / ratio))
    let (width, height) = ratio >= 1 ? (short * ratio, short) : (short, short / ratio)
    return PixelSize(width: Int(width.rounded()), height: Int(height.rounded()))
  }

  /// Throws `unsupported` for an output that cannot be made.
  static func check(_ wanted: OutputRequest) throws(ReframeError) {
    _ = try format(wanted.format ?? .png)
    let size = size(of: wanted)
    guard size.width > 0, size.height > 0, size.area <= ReframeJob.defaultPixelLimit else {
      throw ReframeError(.unsupported, "the mock provider makes no picture of \(size)")
    }
  }

  /// The file of a card.
  static func file(_ size: PixelSize, _ format: OutputFormat, quality: Int) throws(ReframeError) -> [UInt8] {
    let format = try Self.format(format)
    do {
      let raster = try Raster(size: Raster.Size(width: size.width, height: size.height), channels: 3)
      for y in 0..<size.height { draw(y, of: size, in: raster.row(y)) }
      return try ImageEncoder(format, quality: quality).data(raster)
    } catch let error as ImagingError {
      throw ReframeError(.unsupported, "the mock provider: \(error.message)")
    } catch {
      throw ReframeError(.internalFault, "the mock provider: \(error)")
    }
  }

  private static func draw(_ y: Int, of size: PixelSize, in row: UnsafeMutableBufferPointer<UInt8>) {
    let colour: [UInt8] = [96, 64, 160]
    for index in row.indices { row[index] = colour[index % 3] }
    let centre = (Double(y) + 0.5) / Double(size.height) * Double(size.width)
    let half = max(1, Double(size.width) / 64)
    let first = max(0, Int(centre - half))
    for x in first...max(first, min(size.width - 1, Int(centre + half))) {
      for channel in 0..<3 { row[x * 3 + channel] = 240 }
    }
  }

  private static func format(_ format: OutputFormat) throws(ReframeError) -> ImageFormat {
    switch format {
    case .jpeg: return .jpeg
    case .png: return .png
    case .webp: return .webp
    default:
      throw ReframeError(.unsupported, "the mock provider does not write '\(format.rawValue)' files")
    }
  }
}
