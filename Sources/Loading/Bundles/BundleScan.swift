internal import Glibc
internal import ReframeSDK
internal import StrictJSON
internal import Synchronization

/// A look through one folder of bundles.
enum BundleScan {
  /// What became of one bundle.
  typealias Outcome = (path: String, bundle: Result<PluginBundle, ReframeError>, isKnown: Bool)

  /// As many as are worth a second thread, whose start takes some 50 µs.
  private static let threadedCount = 64

  /// Looks at every bundle of a folder, in the order of their names; empty if there is no such folder. Fails if there
  /// is something of its name that cannot be read or trusted.
  static func run(_ folder: String, _ cache: BundleCache, _ nearest: @escaping Spellchecker)
    -> Result<[Outcome], ReframeError>
  {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno != ENOENT, !folder.isEmpty else { return .success([]) }
      return .failure(ReframeError(.invalidArgument, "it is not a folder that can be read"))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IWOTH == 0 else {
      return .failure(
        ReframeError(
          .forbidden, "anybody can put plugins into it, so none of them is used; run chmod o-w on it"))
    }
    guard let names = names(descriptor) else {
      return .failure(ReframeError(.invalidArgument, "it is not a folder that can be read"))
    }
    let look: @Sendable (ArraySlice<String>) -> [Outcome] = { names in
      names.map { name in
        let path = "\(folder)/\(name)"
        if let known = cache.bundle(name, in: descriptor, path: path) { return (path, .success(known), true) }
        return (path, bundle(name, in: descriptor, path, nearest), false)
      }
    }
    guard names.count >= threadedCount else { return .success(look(names[...])) }
    let half = Half()
    let middle = names.count / 2
    guard let thread = PosixThread({ half.outcomes.withLock { $0 = look(names[middle...]) } }) else {
      return .success(look(names[...]))
    }
    let first = look(names[..<middle])
    thread.join()
    return .success(first + half.outcomes.withLock { $0 })
  }

  /// What the second thread found.
  private final class Half: Sendable {
    let outcomes = Mutex<[Outcome]>([])
  }

  private static func bundle(
    _ name: String, in folder: Int32, _ path: String, _ nearest: @escaping Spellchecker
  ) -> Result<PluginBundle, ReframeError> {
    var seen = FileIdentity(name, in: folder)
    while true {
      do throws(ReframeError) {
        return .success(try PluginBundle(name, in: folder, path: path, nearest: nearest))
      } catch {
        // A folder that another took the place of meanwhile, as an installation does, may have been emptied since.
        let now = FileIdentity(name, in: folder)
        guard now != seen else { return .failure(error) }
        seen = now
      }
    }
  }

  /// The names of bundles in an open folder, in order; `nil` if it cannot be read.
  private static func names(_ folder: Int32) -> [String]? {
    // The stream closes its descriptor, and the folder's is still needed.
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0, let stream = fdopendir(copy) else {
      if copy >= 0 { close(copy) }
      return nil
    }
    defer { closedir(stream) }
    let suffix: StaticString = ".reframeplugin"
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          let length = strlen(name)
          let isBundle =
            length >= suffix.utf8CodeUnitCount
            && memcmp(name + length - suffix.utf8CodeUnitCount, suffix.utf8Start, suffix.utf8CodeUnitCount)
              == 0
          return isBundle ? String(cString: name) : nil
        }
      }
      if let name { names.append(name) }
    }
    return names.sorted()
  }
}
