import Foundation

/// An archive written byte by byte, so that it may hold what no program would pack.
enum TestArchive {
  /// One entry of a tar file.
  struct Entry {
    var name: String
    var bytes: [UInt8] = []
    /// `0` a file, `1` a hard link, `2` a link, `3` a device, `5` a folder, `6` a pipe.
    var type: Character = "0"
    var mode = 0o644
    var target = ""
  }

  /// A tar file (POSIX ustar).
  static func tar(_ entries: [Entry]) -> [UInt8] {
    entries.flatMap { entry -> [UInt8] in
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at offset: Int) {
        header.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8))
      }
      func octal(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: width - digits.count) + digits
      }
      put(entry.name, at: 0)
      put(octal(entry.mode, 7), at: 100)
      put(octal(0, 7), at: 108)
      put(octal(0, 7), at: 116)
      put(octal(entry.bytes.count, 11), at: 124)
      put(octal(0, 11), at: 136)
      put("        ", at: 148)
      put(String(entry.type), at: 156)
      put(entry.target, at: 157)
      put("ustar", at: 257)
      put("00", at: 263)
      put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
      header += entry.bytes
      return header + [UInt8](repeating: 0, count: (512 - entry.bytes.count % 512) % 512)
    } + [UInt8](repeating: 0, count: 1024)
  }

  /// A zip file that compresses nothing.
  static func zip(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var (local, central): ([UInt8], [UInt8]) = ([], [])
    for file in files {
      let name = Array(file.name.utf8)
      let offset = local.count
      let sizes = [(Int(checksum(file.bytes)), 4), (file.bytes.count, 4), (file.bytes.count, 4)]
      // Flags, method, time, date; then checksum and sizes, and the lengths of name and extra field.
      let common = [(0, 2), (0, 2), (0, 4)] + sizes + [(name.count, 2), (0, 2)]
      local += numbers([(0x0403_4b50, 4), (20, 2)] + common) + name + file.bytes
      let rest = [(0, 2), (0, 2), (0, 2), (0, 4), (offset, 4)]
      central += numbers([(0x0201_4b50, 4), (20, 2), (20, 2)] + common + rest) + name
    }
    let counts = [(files.count, 2), (files.count, 2), (central.count, 4), (local.count, 4), (0, 2)]
    return local + central + numbers([(0x0605_4b50, 4), (0, 4)] + counts)
  }

  /// Numbers of so many bytes each, the lowest first.
  private static func numbers(_ numbers: [(value: Int, width: Int)]) -> [UInt8] {
    numbers.flatMap { number in
      (0..<number.width).map { UInt8(truncatingIfNeeded: number.value >> (8 * $0)) }
    }
  }

  /// CRC-32 as zip uses it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= 0xedb8_8320 }
      }
    }
    return ~sum
  }
}
