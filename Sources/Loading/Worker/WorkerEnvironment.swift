internal import Glibc

/// What a worker inherits: little.
struct WorkerEnvironment: Sendable {
  private let variables: [String]

  /// Where the loader and libraries look, and how time and text are meant; no keys, and nothing of the user's.
  init(temporary: String) {
    let names: [String] = ["LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ"]
    let kept = names.compactMap { name in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    variables = kept + ["PATH=/usr/bin:/bin", "SWIFT_BACKTRACE=enable=no", "TMPDIR=\(temporary)"]
  }

  /// Lends them as C wants them.
  func withPointers<Result>(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result) -> Result {
    let copies = variables.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return (copies + [nil]).withUnsafeBufferPointer { pointers in
      // There is always an element.
      pointers.baseAddress.map(body) ?? withUnsafePointer(to: nil, body)
    }
  }

  /// Folders beside the system's that hold libraries which this process uses, so that a plugin finds them as well.
  static let readable: [String] = {
    let system = ["/usr/", "/lib/", "/lib64/"]
    let folders = String(decoding: read("/proc/self/maps"), as: UTF8.self).split(separator: "\n").compactMap {
      line -> String? in
      guard let start = line.firstIndex(of: "/"), line.contains(".so") else { return nil }
      let path = line[start...]
      guard let slash = path.lastIndex(of: "/"), !system.contains(where: path.hasPrefix),
        // No plugin looks into another's folder.
        !path.contains(".reframeplugin/")
      else { return nil }
      return String(path[..<slash])
    }
    // A library that lies about in the home folder does not open all of it.
    let home = getenv("HOME").map { String(cString: $0) } ?? "/"
    return Set(folders).filter { !"\(home)/".hasPrefix("\($0)/") }.sorted()
  }()

  /// All of a file whose size nobody knows before.
  private static func read(_ path: String) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &part, part.count)
      guard count > 0 else { return bytes }
      bytes += part[..<count]
    }
  }

  /// A folder for a worker's temporary files; empty if none can be made.
  static func makeTemporaryFolder() -> String { TemporaryFolders.shared.make() }

  static func removeTemporaryFolder(_ path: String) { TemporaryFolders.shared.remove(path) }
}
