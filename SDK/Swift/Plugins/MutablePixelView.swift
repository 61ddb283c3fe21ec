/// A picture lent for the length of a call that may be written to: 8-bit RGB or RGBA with straight alpha.
public struct MutablePixelView: ~Copyable, ~Escapable {
  /// Columns and rows.
  public let size: PixelSize
  /// Samples of a pixel: 3 (RGB) or 4 (RGBA).
  public let channels: Int
  private let stride: Int
  private var bytes: MutableSpan<UInt8>

  /// Columns.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }

  /// Views pixels that must outlive the view.
  @_lifetime(immortal)
  init(_ layout: PixelLayout) {
    size = layout.size
    channels = layout.channels
    stride = layout.stride
    let samples = UnsafeMutableBufferPointer(
      start: layout.base.assumingMemoryBound(to: UInt8.self), count: layout.byteCount)
    bytes = unsafe _overrideLifetime(MutableSpan(_unsafeElements: samples), copying: ())
  }

  /// Lends the samples of row `y`, `width * channels` of them, for reading and writing.
  public mutating func withRow<Result>(_ y: Int, _ body: (inout MutableSpan<UInt8>) -> Result) -> Result {
    precondition(y >= 0 && y < height, "no row \(y) in a picture of \(size)")
    let range = y * stride..<y * stride + width * channels
    return bytes.withUnsafeMutableBufferPointer { all in
      var row = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: all[range]))
      return body(&row)
    }
  }

  /// Copies the columns `columns` of row `source` over those of row `target`.
  public mutating func copyRow(_ source: Int, to target: Int, columns: Range<Int>) {
    precondition(source >= 0 && source < height && target >= 0 && target < height, "no such row")
    precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "no such columns")
    let from = source * stride + columns.lowerBound * channels
    let to = target * stride + columns.lowerBound * channels
    let count = columns.count * channels
    bytes.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress, from != to, count > 0 else { return }
      (base + to).update(from: base + from, count: count)
    }
  }

  /// Lends all pixels at once, to kernels that work on several rows at a time and to other plugins through the host.
  public mutating func withPixels<Result>(_ body: (LentPixels) throws(ReframeError) -> Result)
    throws(ReframeError) -> Result
  {
    let (size, channels, stride) = (size, channels, stride)
    return try bytes.withUnsafeMutableBufferPointer { (all) throws(ReframeError) in
      guard let base = all.baseAddress else {
        throw ReframeError(.invalidArgument, "a picture without pixels")
      }
      return try body(
        LentPixels(base: UnsafeMutableRawPointer(base), size: size, channels: channels, stride: stride))
    }
  }
}
