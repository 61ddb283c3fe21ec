/// A place in a text, as editors count it.
package struct TextPosition: Equatable, Sendable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  /// From 1, in characters of Unicode.
  package let column: Int

  /// The place of a byte.
  init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let before = bytes[..<min(offset, bytes.count)]
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Bytes that continue a character begin with the bits 10.
    column = 1 + before[start...].count { $0 & 0xc0 != 0x80 }
  }

  package var description: String { "\(line):\(column)" }
}
