internal import Glibc
internal import ReframeSDK

/// A folder into which files of strangers are written: whatever their names and links say, nothing is written outside.
final class BundleStaging {
  /// The folder.
  let path: String
  private let descriptor: Int32
  private var entryCount = 0
  private var byteCount: Int64 = 0

  /// Files, folders and links that a bundle may have.
  static let entryLimit = 10_000
  /// Bytes that it may have.
  static let byteLimit: Int64 = 1 << 30
  private static let depthLimit = 16

  /// Makes the folder, which must not be there.
  init(path: String) throws(ReframeError) {
    self.path = path
    guard mkdir(path, 0o755) == 0 else { throw BundleStaging.failed(path) }
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw BundleStaging.failed(path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The parts of a path inside; empty for the folder itself. Throws for a path that leads out, or may.
  static func parts(_ path: String) throws(ReframeError) -> [String] {
    let shown = path.isEmpty ? "''" : "'\(path)'"
    guard !path.hasPrefix("/") else { throw refused("\(shown) is an absolute path") }
    guard path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }) else {
      throw refused("\(shown) holds a sign that no name of a file needs")
    }
    let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    guard !parts.contains("..") else { throw refused("\(shown) leads out of the bundle") }
    guard parts.count <= depthLimit, parts.allSatisfy({ $0.utf8.count <= 255 }) else {
      throw refused("\(shown) is too long or too deep")
    }
    return parts
  }

  /// Makes a folder, and those around it.
  func addFolder(_ parts: [String]) throws(ReframeError) {
    try count(0)
    let folder = try folder(parts[...])
    close(folder)
  }

  /// Makes a link, which may only name a file beside it: more could lead out by way of other links.
  func addLink(_ parts: [String], to target: String) throws(ReframeError) {
    let name = parts.joined(separator: "/")
    guard !target.isEmpty, target != ".", target != "..", !target.contains("/") else {
      throw Self.refused("the link '\(name)' points to '\(target)'; it may only name a file beside it")
    }
    try count(0)
    let folder = try folder(parts.dropLast())
    defer { close(folder) }
    guard let last = parts.last, symlinkat(target, folder, last) == 0 else { throw fault(name) }
  }

  /// Writes a file of what `next` puts into its buffer, until that is nothing, and has it on the disk.
  func addFile(
    _ parts: [String], isExecutable: Bool,
    next: (UnsafeMutableRawBufferPointer) throws(ReframeError) -> Int
  ) throws(ReframeError) {
    let name = parts.joined(separator: "/")
    try count(0)
    let folder = try folder(parts.dropLast())
    defer { close(folder) }
    guard let last = parts.last else { throw Self.refused("a file has no name") }
    let file = openat(
      folder, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isExecutable ? 0o755 : 0o644)
    guard file >= 0 else {
      guard errno != EEXIST else { throw Self.refused("'\(name)' is there twice") }
      throw fault(name)
    }
    defer { close(file) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let length = try next(buffer)
      guard length > 0 else { break }
      try count(Int64(length))
      var written = 0
      while written < length {
        let count = write(file, buffer.baseAddress.map { $0 + written }, length - written)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw fault(name) }
        written += count
      }
    }
    guard fchmod(file, isExecutable ? 0o755 : 0o644) == 0, fsync(file) == 0 else { throw fault(name) }
  }

  /// Counts what is added: an entry, or bytes.
  private func count(_ bytes: Int64) throws(ReframeError) {
    if bytes == 0 { entryCount += 1 }
    byteCount += bytes
    guard entryCount <= Self.entryLimit else {
      throw Self.refused("it has more than \(Self.entryLimit) files")
    }
    guard byteCount <= Self.byteLimit else {
      throw Self.refused("it unpacks to more than \(Self.byteLimit >> 20) MiB")
    }
  }

  /// Opens a folder inside, made if it is not there; no link on the way is followed.
  private func folder(_ parts: ArraySlice<String>) throws(ReframeError) -> Int32 {
    var folder = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    for part in parts {
      mkdirat(folder, part, 0o755)
      let next = openat(folder, part, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      let code = errno
      close(folder)
      guard next >= 0 else {
        guard code != ENOTDIR && code != ELOOP else {
          throw Self.refused("'\(parts.joined(separator: "/"))' is both a folder and something else")
        }
        errno = code
        throw fault(parts.joined(separator: "/"))
      }
      folder = next
    }
    guard folder >= 0 else { throw fault(path) }
    return folder
  }

  private func fault(_ name: String) -> ReframeError { Self.failed("\(path)/\(name)") }

  /// What the system says went wrong with a path.
  static func failed(_ path: String) -> ReframeError {
    ReframeError(.unavailable, "\(path): \(String(cString: strerror(errno)))")
  }

  static func refused(_ reason: String) -> ReframeError { ReframeError(.invalidArgument, reason) }
}
