internal import Glibc
internal import ReframeSDK

/// What an ELF file's headers say of whether this machine could load it at all. The loader itself is no judge: it
/// maps what the headers promise, and a file that ends before that kills the process.
enum SharedLibraryHeader {
  /// Throws the reason if the file is not a whole 64-bit shared library for this machine's processor.
  static func check(_ file: Int32, name: String, size: Int64) throws(ReframeError) {
    // The segments are nearly always listed behind the header, so that one read gets both.
    let start = ELFFields(file, at: 0, count: 1024)
    let header = ELFFields(Array(start.bytes.prefix(64)))
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
    guard isWhole(file, header, start, size: UInt64(size)) else { throw truncated(name) }
  }

  /// Whether every segment that is to be mapped lies within the file.
  private static func isWhole(_ file: Int32, _ header: ELFFields, _ first: ELFFields, size: UInt64) -> Bool {
    let count = Int(header.number(at: 56, bytes: 2))
    let start = header.number(at: 32, bytes: 8)
    guard header.number(at: 54, bytes: 2) == 56, count > 0, start <= size else { return false }
    let end = start + UInt64(56 * count)
    let table =
      end <= first.bytes.count
      ? ELFFields(Array(first.bytes[Int(start)..<Int(end)]))
      : ELFFields(file, at: Int64(start), count: 56 * count)
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

  #if arch(x86_64)
    private static let native: UInt64 = 62
  #elseif arch(arm64)
    private static let native: UInt64 = 183
  #endif
}
