internal import Glibc
internal import ReframeSDK

/// The first bytes of an ELF file, which say whether this machine could load it at all.
enum SharedLibraryHeader {
  /// Throws the reason if the file is not a 64-bit shared library for this machine's processor.
  static func check(_ path: String) throws(ReframeError) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var header = [UInt8](repeating: 0, count: 20)
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw ReframeError(.notFound, "\(name): \(String(cString: strerror(errno)))")
    }
    let count = read(file, &header, header.count)
    close(file)
    guard count == header.count, header[0..<4] == [0x7f, 0x45, 0x4c, 0x46] else {
      throw ReframeError(.invalidArgument, "\(name) is not a shared library (no ELF header)")
    }
    let machine = Int(header[18]) | Int(header[19]) << 8
    guard header[4] == 2, header[5] == 1, machine == native else {
      throw ReframeError(.invalidArgument, "\(name) was built for another processor (ELF machine \(machine))")
    }
    guard header[16] == 3 else {
      throw ReframeError(.invalidArgument, "\(name) is not a shared library (ELF type \(header[16]))")
    }
  }

  #if arch(x86_64)
    private static let native = 62
  #elseif arch(arm64)
    private static let native = 183
  #endif
}
