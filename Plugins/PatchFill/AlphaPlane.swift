/// The opacity of every pixel of the finest level, 0 to 255.
final class AlphaPlane: @unchecked Sendable {
  let values: UnsafeMutablePointer<UInt8>

  init(count: Int) { values = .allocate(capacity: count) }

  deinit { values.deallocate() }
}
