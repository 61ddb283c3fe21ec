internal import Glibc

/// What tells a file from every other one, and from itself after a change.
package struct FileIdentity: Equatable, BitwiseCopyable, Sendable {
  let device: UInt64
  let node: UInt64
  /// In bytes.
  package let size: Int64
  let modified: Int64
  let changed: Int64
  let mode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = Self.nanoseconds(status.st_mtim)
    // Nobody sets this one back, unlike the time of the last write.
    changed = Self.nanoseconds(status.st_ctim)
    mode = UInt64(status.st_mode)
  }

  /// That of no file.
  static let none = FileIdentity(stat())

  /// That of a path as seen from a folder that is open; `nil` if there is nothing that can be seen.
  init?(_ path: String, in folder: Int32 = AT_FDCWD) {
    var status = stat()
    guard fstatat(folder, path, &status, 0) == 0 else { return nil }
    self.init(status)
  }

  /// That of a file in a folder of that name, without a text of its own for the path.
  init?(_ name: String, _ file: String, in folder: Int32) {
    var status = stat()
    let count = name.utf8.count + file.utf8.count + 2
    let isThere = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { path in
      let (_, slash) = path.update(from: name.utf8)
      path[slash] = 0x2f
      _ = path[(slash + 1)...].update(from: file.utf8)
      path[count - 1] = 0
      return path.withMemoryRebound(to: CChar.self) { path in
        path.baseAddress.map { fstatat(folder, $0, &status, 0) == 0 } ?? false
      }
    }
    guard isThere else { return nil }
    self.init(status)
  }

  /// Whether it is a folder.
  var isFolder: Bool { UInt32(mode) & S_IFMT == S_IFDIR }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
