/// A small random generator (xorshift, Marsaglia 2003), one for each tile, so that no thread waits for another.
struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03
    if state == 0 { state = 1 }
    _ = next()
  }

  /// 32 random bits.
  @inline(__always) mutating func next() -> UInt32 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return UInt32(truncatingIfNeeded: state >> 32)
  }

  /// A number from 0 to `bound`, which is left out.
  @inline(__always) mutating func below(_ bound: Int) -> Int {
    Int((UInt64(next()) &* UInt64(bound)) >> 32)
  }
}
