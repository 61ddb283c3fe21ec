internal import Glibc
package import ReframeSDK

extension Invoice {
  /// Reads a file of comma-separated values, or standard input for `-`. The path is for the caller to add to
  /// errors.
  package init(path: String, unit: String? = nil) throws(ReframeError) {
    try self.init(csv: Self.bytes(of: path), unit: unit)
  }

  private static func bytes(of path: String) throws(ReframeError) -> [UInt8] {
    let file = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw fault(errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw fault(errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= largest else {
        throw ReframeError(.invalidArgument, "it is larger than 64 MB; give the months one by one")
      }
    }
  }

  private static var largest: Int { 64 << 20 }

  private static func fault(_ code: Int32) -> ReframeError {
    ReframeError(
      code == ENOENT ? .notFound : .forbidden, "it cannot be read (\(String(cString: strerror(code))))")
  }
}
