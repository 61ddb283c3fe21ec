internal import Foreign
internal import FoundationEssentials
internal import Glibc
package import ReframeSDK

/// A plugin's folder whose manifest could be read.
package struct PluginBundle: Sendable {
  /// The folder.
  package let path: String
  /// What it declares.
  package let manifest: PluginManifest
  /// The shared library: a path, or the name under which the system's loader knows one for foreign functions.
  package let libraryPath: String
  /// What makes a plugin of functions that are not one.
  let program: ForeignProgram?

  /// Reads a bundle's manifest and looks at its files without running any of its code. Throws the reason why it
  /// cannot be used.
  package init(path: String) throws(ReframeError) {
    let folder = path.split(separator: "/").last.map(String.init) ?? path
    try Self.check(path, isFolder: true)
    let manifestPath = "\(path)/plugin.json"
    let size = try Self.check(manifestPath, isFolder: false)
    guard size <= PluginManifest.sizeLimit else {
      throw ReframeError(.invalidArgument, "plugin.json has \(size) bytes; at most 1 MiB is read")
    }
    guard let data = FileManager.default.contents(atPath: manifestPath) else {
      throw ReframeError(.invalidArgument, "plugin.json cannot be read")
    }
    let text = String(decoding: data, as: UTF8.self)
    let manifest = try JSON.decode(PluginManifest.self, from: text, what: "plugin.json")
    if let fault = manifest.fault(folder: folder) { throw ReframeError(.invalidArgument, fault) }
    self.manifest = manifest
    self.path = path
    program = try manifest.foreign.map { foreign throws(ReframeError) in
      try ForeignProgram(
        foreign, id: manifest.id, version: manifest.version, kinds: manifest.kinds,
        concurrency: manifest.concurrency ?? .processSerial)
    }
    let own = "\(path)/\(manifest.library)"
    if program != nil, access(own, F_OK) != 0, Self.isSystemLibrary(manifest.library) {
      libraryPath = manifest.library
    } else {
      libraryPath = own
      try Self.check(own, isFolder: false)
      try SharedLibraryHeader.check(own)
    }
  }

  /// Whether a name is one that the system's loader looks for, such as `libm.so.6`.
  private static func isSystemLibrary(_ name: String) -> Bool {
    name.hasPrefix("lib") && name.split(separator: ".").dropFirst().first == "so"
  }

  /// Whoever may write the file may run code as the user, so nobody else may. Answers the size in bytes.
  @discardableResult
  private static func check(_ path: String, isFolder: Bool) throws(ReframeError) -> Int {
    var status = stat()
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard stat(path, &status) == 0 else {
      throw ReframeError(.notFound, "\(name): \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT == (isFolder ? S_IFDIR : S_IFREG) else {
      throw ReframeError(.invalidArgument, "\(name) is not a \(isFolder ? "folder" : "regular file")")
    }
    guard status.st_mode & S_IWOTH == 0 else {
      throw ReframeError(.forbidden, "\(name) can be written to by anybody; run chmod o-w on it")
    }
    return Int(status.st_size)
  }
}
