internal import Glibc
internal import Hosting
internal import ReframeSDK

/// A file that appears under its name only when it is complete.
final class OutputFile: RenditionWriter, @unchecked Sendable {
  let path: String
  private let temporary: String
  private let overwrites: Bool
  private var file: Int32

  /// Makes the folder and a temporary file in it. Throws if the file exists already, or cannot be made.
  init(path: String, overwrites: Bool) throws(ReframeError) {
    self.path = path
    self.overwrites = overwrites
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    temporary = "\(folder).\(name.prefix(180)).\(getpid()).\(Self.count.next()).part"
    file = -1
    if Self.isTaken(path) && !overwrites { throw Self.exists(path) }
    if !folder.isEmpty { try Self.makeFolder(folder) }
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw Self.failure(path, errno) }
    TemporaryFiles.shared.add(temporary)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      guard count >= 0 || errno == EINTR else { throw Self.failure(path, errno) }
      done += max(0, count)
    }
  }

  /// Everything is written; the file waits for `commit`.
  func finish() throws(ReframeError) {
    let code = close(file) == 0 ? 0 : errno
    file = -1
    if code != 0 { throw Self.failure(path, code) }
  }

  /// Gives the file its name.
  func commit() throws(ReframeError) {
    defer { TemporaryFiles.shared.remove(temporary) }
    // link fails if the name is taken, so that nothing that appeared meanwhile is lost; where links are not to be
    // had, rename does.
    if !overwrites {
      if link(temporary, path) == 0 {
        unlink(temporary)
        return
      }
      if errno == EEXIST {
        unlink(temporary)
        throw Self.exists(path)
      }
    }
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw Self.failure(path, code)
    }
  }

  /// Deletes the file that `commit` has named.
  func retract() { unlink(path) }

  func abandon() {
    if file >= 0 { close(file) }
    file = -1
    unlink(temporary)
    TemporaryFiles.shared.remove(temporary)
  }

  private static let count = Counter()

  private static func makeFolder(_ folder: String) throws(ReframeError) {
    var path = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      path += "\(part)/"
      if mkdir(path, 0o777) != 0, errno != EEXIST {
        let code = errno
        if access(path, F_OK) != 0 { throw failure(folder, code) }
      }
    }
  }

  /// Whether something has that name.
  static func isTaken(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Not the job's fault: what was bought for it can still be fetched and put elsewhere.
  private static func exists(_ path: String) -> ReframeError {
    ReframeError(.resourceExhausted, "\(path) exists; use --overwrite to replace it")
  }

  private static func failure(_ path: String, _ code: Int32) -> ReframeError {
    let advice =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: "make room, or name another place with -o"
      default: "name another place with -o"
      }
    return ReframeError(.resourceExhausted, "cannot write \(path): \(SystemError.text(code)); \(advice)")
  }
}

/// Writes a picture to standard output.
final class StandardOutputWriter: RenditionWriter, Sendable {
  func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(STDOUT_FILENO, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      guard count >= 0 || errno == EINTR else {
        throw ReframeError(.resourceExhausted, "cannot write to standard output: \(SystemError.text(errno))")
      }
      done += max(0, count)
    }
  }

  func finish() {}
  func abandon() {}
}
