/// The last `capacity` rows of a picture that passes by, in a ring; row n lies in slot n modulo capacity.
struct RowWindow {
  let base: UnsafeMutablePointer<UInt8>
  let stride: Int
  let capacity: Int
  /// Frees the ring; nil for a window over a whole picture, which somebody else holds.
  private let owned: Bool

  /// A ring of its own, for the rows of a stream.
  init(rowBytes: Int, capacity: Int) throws(ImagingError) {
    // The kernels may read (never use) a few bytes beyond a row.
    let stride = (rowBytes + 63) & ~63
    let (bytes, overflow) = stride.multipliedReportingOverflow(by: capacity)
    guard !overflow, let memory = Raster.Allocator.heap.allocate(bytes + 64) else {
      throw ImagingError(.outOfMemory)
    }
    base = memory.assumingMemoryBound(to: UInt8.self)
    self.stride = stride
    self.capacity = capacity
    owned = true
  }

  /// A view of a picture that is there already.
  init(over raster: Raster) {
    base = raster.base
    stride = raster.stride
    capacity = raster.height
    owned = false
  }

  func row(_ index: Int) -> UnsafeMutablePointer<UInt8> { base + (index % capacity) * stride }

  /// Rows that can be written from `index` on without wrapping.
  func contiguous(from index: Int) -> Int { capacity - index % capacity }

  func free() {
    if owned { Raster.Allocator.heap.deallocate(UnsafeMutableRawPointer(base), stride * capacity + 64) }
  }
}
