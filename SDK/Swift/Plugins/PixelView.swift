/// A picture lent for the length of a call: 8-bit RGB or RGBA with straight alpha, top left origin.
///
/// It cannot outlive the call that it was handed to.
public struct PixelView: ~Escapable {
  /// Columns and rows.
  public let size: PixelSize
  /// Samples of a pixel: 3 (RGB) or 4 (RGBA).
  public let channels: Int
  private let stride: Int
  private let bytes: Span<UInt8>

  /// Columns.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }

  /// Views pixels that must outlive the view.
  @_lifetime(immortal)
  package init(_ layout: PixelLayout) {
    size = layout.size
    channels = layout.channels
    stride = layout.stride
    let samples = UnsafeBufferPointer(
      start: layout.base.assumingMemoryBound(to: UInt8.self), count: layout.byteCount)
    bytes = unsafe _overrideLifetime(Span(_unsafeElements: samples), copying: ())
  }

  /// The samples of row `y`, `width * channels` of them.
  public subscript(row y: Int) -> Span<UInt8> {
    @_lifetime(copy self)
    get {
      precondition(y >= 0 && y < height, "no row \(y) in a picture of \(size)")
      return bytes.extracting(y * stride..<y * stride + width * channels)
    }
  }
}
