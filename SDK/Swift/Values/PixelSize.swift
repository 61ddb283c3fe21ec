/// A width and a height in pixels.
public struct PixelSize: Codable, Hashable, Sendable {
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// Makes a size of `width` columns and `height` rows.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Width times height, as far as it can be counted.
  public var area: Int {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    return overflow ? .max : area
  }

  /// Width divided by height.
  public var ratio: Double { Double(width) / Double(height) }
}

extension PixelSize: CustomStringConvertible {
  /// Such as `1080x1920`.
  public var description: String { "\(width)x\(height)" }
}
