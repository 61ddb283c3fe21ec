/// Names that sort by the time they were made: a version 7 UUID (RFC 9562) in Crockford's base 32.
package enum Identifier {
  /// A new name such as `job_01jd…`, from milliseconds since 1970 and 74 random bits.
  package static func make(_ prefix: String, at milliseconds: Int64) -> String {
    var generator = SystemRandomNumberGenerator()
    return make(prefix, at: milliseconds, using: &generator)
  }

  /// The same with random bits of a generator.
  package static func make(
    _ prefix: String, at milliseconds: Int64, using generator: inout some RandomNumberGenerator
  )
    -> String
  {
    let time = UInt64(clamping: milliseconds) & 0xffff_ffff_ffff
    let high = time << 16 | 0x7000 | generator.next() & 0x0fff
    let low = 0x8000_0000_0000_0000 | generator.next() >> 2
    var value = UInt128(high) << 64 | UInt128(low)
    var letters: [Character] = []
    for _ in 0..<26 {
      letters.append(alphabet[Int(value & 31)])
      value >>= 5
    }
    return "\(prefix)_" + String(letters.reversed())
  }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
}
