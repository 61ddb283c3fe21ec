internal import Foreign
internal import Glibc
package import ReframeSDK
package import StrictJSON

/// A plugin's folder whose manifest could be read.
package struct PluginBundle: Sendable {
  /// The folder.
  package let path: String
  /// What it declares.
  package let manifest: PluginManifest
  /// What was looked at, and has to be still there when the library is opened.
  package let files: Files
  /// The shared library: a path, or the name under which the system's loader knows one for foreign functions.
  package let libraryPath: String
  /// What makes a plugin of functions that are not one.
  let program: ForeignProgram?

  /// The bundle's folder and files as they were when they were looked at.
  package struct Files: Equatable, BitwiseCopyable, Sendable {
    let folder: FileIdentity
    let manifest: FileIdentity
    /// `none` for a library of the system's.
    let library: FileIdentity
  }

  /// A bundle whose files have been looked at. Throws for foreign functions that make no plugin.
  init(path: String, manifest: PluginManifest, files: Files) throws(ReframeError) {
    self.path = path
    self.manifest = manifest
    self.files = files
    libraryPath = files.library == .none ? manifest.library : "\(path)/\(manifest.library)"
    do throws(ReframeError) {
      program = try manifest.foreign.map { foreign throws(ReframeError) in
        try ForeignProgram(
          foreign, id: manifest.id, version: manifest.version, kinds: manifest.kinds,
          concurrency: manifest.concurrency ?? .processSerial)
      }
    } catch {
      throw manifest.located(error)
    }
  }

  /// Reads a bundle's manifest and looks at its files without running any of its code. Throws the reason why it
  /// cannot be used.
  package init(path: String, nearest: @escaping Spellchecker = { _, _ in nil }) throws(ReframeError) {
    try self.init(path, in: AT_FDCWD, path: path, nearest: nearest)
  }

  /// The same for a bundle's `name` as seen from an open folder.
  init(_ name: String, in parent: Int32, path: String, nearest: @escaping Spellchecker)
    throws(ReframeError)
  {
    let folder = try BundleFile(name, in: parent, isFolder: true)
    let file = try BundleFile("plugin.json", in: folder.descriptor)
    let manifest = try PluginManifest(try file.bytes(limit: PluginManifest.sizeLimit), nearest: nearest)
    try manifest.checkFolder(path.split(separator: "/").last.map(String.init) ?? path)
    var library = FileIdentity.none
    if !manifest.isForeign || !Self.isSystemLibrary(manifest.library)
      || faccessat(folder.descriptor, manifest.library, F_OK, 0) == 0
    {
      let file = try BundleFile(manifest.library, in: folder.descriptor)
      try SharedLibraryHeader.check(file.descriptor, name: manifest.library, size: file.identity.size)
      library = file.identity
    }
    try self.init(
      path: path, manifest: manifest,
      files: Files(folder: folder.identity, manifest: file.identity, library: library))
  }

  /// Whether a name is one that the system's loader looks for, such as `libm.so.6`.
  private static func isSystemLibrary(_ name: String) -> Bool {
    name.hasPrefix("lib") && name.split(separator: ".").dropFirst().first == "so"
  }

  /// Throws if the library is not the one any more that was looked at: whatever replaced it has not been checked, and
  /// may belong to another manifest.
  func checkLibrary() throws(ReframeError) {
    guard (FileIdentity("\(path)/\(manifest.library)") ?? .none) == files.library else {
      throw ReframeError(
        .invalidArgument,
        "\(manifest.library) was replaced after it was checked; run the command again, if you know who did it"
      )
    }
  }
}
