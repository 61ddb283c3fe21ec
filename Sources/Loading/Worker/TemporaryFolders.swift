internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// The folders where workers may make files. They go with the worker, at the latest with this process; what a killed
/// process left is cleared away by the next.
final class TemporaryFolders: Sendable {
  static let shared = TemporaryFolders()

  private let paths = Mutex(Set<String>())
  private static let prefix = "reframe-worker-"

  private init() {
    clearLeft()
    atexit { TemporaryFolders.shared.removeAll() }
  }

  /// Makes one; empty if none can be made.
  func make() -> String {
    var template = Array("/tmp/\(Self.prefix)\(getpid())-XXXXXX".utf8CString)
    let path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
    }
    if !path.isEmpty { _ = paths.withLock { $0.insert(path) } }
    return path
  }

  func remove(_ path: String) {
    guard paths.withLock({ $0.remove(path) }) != nil else { return }
    try? FileManager.default.removeItem(atPath: path)
  }

  private func removeAll() {
    for path in paths.withLock({ $0 }) { remove(path) }
  }

  /// Only of this user's processes that are gone.
  private func clearLeft() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
    where name.hasPrefix(Self.prefix) {
      guard
        let process = name.dropFirst(Self.prefix.count).split(separator: "-").first.flatMap({ Int32($0) }),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      var status = stat()
      guard lstat("/tmp/\(name)", &status) == 0, status.st_uid == geteuid() else { continue }
      try? FileManager.default.removeItem(atPath: "/tmp/\(name)")
    }
  }
}
