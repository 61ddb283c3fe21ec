internal import Glibc
internal import Synchronization

/// Files that must not be left behind if the process is made to end.
final class TemporaryFiles: Sendable {
  static let shared = TemporaryFiles()
  private let paths = Mutex(Set<String>())

  func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Deletes all of them.
  func deleteAll() { paths.withLock { $0.forEach { unlink($0) } } }
}

/// Counts up from 1.
final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock { value in
      value += 1
      return value
    }
  }
}
