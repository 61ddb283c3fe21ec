#if canImport(Glibc)
  private import Glibc
#endif

/// An 8-bit sRGB picture in memory, rows of RGB or RGBA (straight alpha), which frees itself.
///
/// Not copied when passed on. Whoever makes one fills it before sharing it; after that it is only read.
package final class Raster: @unchecked Sendable {
  /// A width and height in pixels.
  package struct Size: Hashable, Sendable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }

    /// Pixels in all; saturates, so that sizes from hostile headers can be compared.
    package var area: Int {
      let (product, overflow) = width.multipliedReportingOverflow(by: height)
      return overflow ? .max : product
    }

    package var description: String { "\(width)x\(height)" }

    var transposed: Size { Size(width: height, height: width) }
  }

  /// A rectangle of whole pixels.
  package struct Rect: Hashable, Sendable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }

    package var size: Size { Size(width: width, height: height) }
  }

  /// Where pixel memory comes from and goes back to, for instance a host's shared memory.
  package struct Allocator: Sendable {
    package var allocate: @Sendable (_ bytes: Int) -> UnsafeMutableRawPointer?
    package var deallocate: @Sendable (_ memory: UnsafeMutableRawPointer, _ bytes: Int) -> Void

    package init(
      allocate: @escaping @Sendable (Int) -> UnsafeMutableRawPointer?,
      deallocate: @escaping @Sendable (UnsafeMutableRawPointer, Int) -> Void
    ) {
      self.allocate = allocate
      self.deallocate = deallocate
    }

    /// The C heap; large blocks are mapped.
    package static let heap = Allocator(
      allocate: { $0 < MappedPixels.threshold ? malloc($0) : MappedPixels.allocate($0) },
      deallocate: { memory, bytes in
        if bytes < MappedPixels.threshold { free(memory) } else { MappedPixels.deallocate(memory, bytes) }
      })
  }

  package let size: Size
  /// 3 (RGB) or 4 (RGBA).
  package let channels: Int
  /// Bytes from one row to the next.
  package let stride: Int
  package let base: UnsafeMutablePointer<UInt8>
  private let release: () -> Void

  package var width: Int { size.width }
  package var height: Int { size.height }
  package var hasAlpha: Bool { channels == 4 }
  /// The whole picture as a rectangle.
  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// Makes a picture whose pixels are not yet set.
  package init(size: Size, channels: Int, allocator: Allocator = .heap) throws(ImagingError) {
    guard size.width > 0, size.height > 0, channels == 3 || channels == 4 else {
      throw ImagingError(.badGeometry("\(size), \(channels) channels"))
    }
    let (stride, wide) = size.width.multipliedReportingOverflow(by: channels)
    let (bytes, large) = stride.multipliedReportingOverflow(by: size.height)
    guard !wide, !large, let memory = allocator.allocate(bytes) else { throw ImagingError(.outOfMemory) }
    self.size = size
    self.channels = channels
    self.stride = stride
    base = memory.assumingMemoryBound(to: UInt8.self)
    release = { allocator.deallocate(memory, bytes) }
  }

  deinit { release() }

  /// The bytes of one row.
  package func row(_ y: Int) -> UnsafeMutableBufferPointer<UInt8> {
    precondition(y >= 0 && y < height, "row \(y) of \(height)")
    return UnsafeMutableBufferPointer(start: base + y * stride, count: width * channels)
  }

  func contains(_ rect: Rect) -> Bool {
    rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0
      && rect.width <= width - rect.x && rect.height <= height - rect.y
  }

  /// The rectangle's first byte, after checking that the rectangle lies inside.
  func origin(of rect: Rect) throws(ImagingError) -> UnsafeMutablePointer<UInt8> {
    guard contains(rect) else {
      throw ImagingError(.badGeometry("\(rect.size) at \(rect.x),\(rect.y) of a \(size) picture"))
    }
    return base + rect.y * stride + rect.x * channels
  }
}
