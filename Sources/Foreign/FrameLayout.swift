/// The memory of one call, as it is divided among its values.
struct FrameLayout {
  private var end = 0

  /// The most that is divided; what needs more is a scratch buffer.
  static let limit = 4 << 20

  /// Bytes of all, with room behind the last value to read and write eight at a time.
  var size: Int { end + 16 }

  /// The offset of room for a value; 16 bytes at least, as results come in whole registers. `nil` if there is none left.
  mutating func add(_ bytes: Int) -> Int? {
    guard bytes <= Self.limit - end else { return nil }
    let offset = end
    end += max(16, (bytes + 15) / 16 * 16)
    return offset
  }
}
