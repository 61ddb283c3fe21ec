internal import Glibc

/// Bytes of a file and the little-endian numbers in them.
struct ELFFields {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Fewer than `count` bytes if the file ends before.
  init(_ file: Int32, at offset: Int64, count: Int) {
    bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, pread(file, buffer.baseAddress, count, Int(offset)))
    }
  }

  /// The number of so many bytes; 0 if they are not all there.
  func number(at index: Int, bytes count: Int) -> UInt64 {
    guard index + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | UInt64(bytes[index + $1]) << (8 * UInt64($1)) }
  }
}
