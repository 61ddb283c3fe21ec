internal import Glibc
internal import ReframeSDK

/// What an ELF file's headers say of whether this machine could load it at all. The loader itself is no judge: it
/// maps what the headers promise, and a file that ends before that kills the process.
enum SharedLibraryHeader {
  /// Throws the reason if the file is not a whole 64-bit shared library for this machine's processor.
  static func check(_ path: String) throws(ReframeError) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw ReframeError(.notFound, "\(name): \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    let header = Fields(file, at: 0, count: 64)
    guard header.bytes.prefix(4) == [0x7f, 0x45, 0x4c, 0x46] else {
      throw ReframeError(.invalidArgument, "\(name) is not a shared library (no ELF header)")
    }
    guard header.bytes.count == 64 else { throw truncated(name) }
    let machine = header.number(at: 18, bytes: 2)
    guard header.bytes[4] == 2, header.bytes[5] == 1, machine == native else {
      throw ReframeError(.invalidArgument, "\(name) was built for another processor (ELF machine \(machine))")
    }
    let type = header.number(at: 16, bytes: 2)
    guard type == 3 else {
      throw ReframeError(.invalidArgument, "\(name) is not a shared library (ELF type \(type))")
    }
    var status = stat()
    guard fstat(file, &status) == 0, isWhole(file, header, size: UInt64(status.st_size)) else {
      throw truncated(name)
    }
  }

  /// Whether every segment that is to be mapped lies within the file.
  private static func isWhole(_ file: Int32, _ header: Fields, size: UInt64) -> Bool {
    let count = Int(header.number(at: 56, bytes: 2))
    let start = header.number(at: 32, bytes: 8)
    guard header.number(at: 54, bytes: 2) == 56, count > 0, start <= size else { return false }
    let table = Fields(file, at: Int64(start), count: 56 * count)
    guard table.bytes.count == 56 * count else { return false }
    return (0..<count).map { 56 * $0 }.allSatisfy { entry in
      let isLoaded = table.number(at: entry, bytes: 4) == 1
      let (end, overflow) = table.number(at: entry + 8, bytes: 8)
        .addingReportingOverflow(table.number(at: entry + 32, bytes: 8))
      return !isLoaded || (!overflow && end <= size)
    }
  }

  private static func truncated(_ name: String) -> ReframeError {
    ReframeError(.invalidArgument, "\(name) is cut short; copy or build it again")
  }

  /// Bytes of a file and the little-endian numbers in them.
  private struct Fields {
    let bytes: [UInt8]

    /// Fewer than `count` bytes if the file ends before.
    init(_ file: Int32, at offset: Int64, count: Int) {
      bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        initialized = max(0, pread(file, buffer.baseAddress, count, Int(offset)))
      }
    }

    func number(at index: Int, bytes count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(bytes[index + $1]) << (8 * UInt64($1)) }
    }
  }

  #if arch(x86_64)
    private static let native: UInt64 = 62
  #elseif arch(arm64)
    private static let native: UInt64 = 183
  #endif
}
