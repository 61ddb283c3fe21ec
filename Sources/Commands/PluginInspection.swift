internal import FoundationEssentials
internal import Glibc
internal import Hosting
internal import Loading
internal import ReframeSDK

/// What there is to say of a bundle, before it is laid out.
struct PluginInspection: Encodable {
  /// A file of the bundle.
  struct File: Encodable {
    let name: String
    let bytes: Int64
  }

  /// Another bundle of the same id.
  struct Copy: Encodable {
    let path: String
    let state: String
  }

  /// What the library says of itself to the loader.
  struct Library: Encodable {
    let needed: [String]
    let missing: [String]
    let builders: [String]
    let strangers: [String]
  }

  let path: String
  /// `used`, or why it is not.
  let state: String
  /// What its manifest says, as far as that is JSON.
  let manifest: JSONValue?
  let remarks: [String]
  /// `in this process` or `in a worker`; `nil` if it cannot run.
  private(set) var runs: String?
  private(set) var library: Library?
  let files: [File]
  let copies: [Copy]

  /// Of a path, or else of the id of something that was found. Throws `notFound` for neither.
  init(_ name: String, _ host: Host) throws(ReframeError) {
    var path = name
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    if !Inputs.isFolder(path) || !path.contains("/") && !host.copies(of: path).isEmpty {
      try host.checkKnown(path)
      path = host.copies(of: path)[0].path
    }
    self.path = path
    files = Self.files(path)
    var bundle: PluginBundle?
    var refusal: String?
    do throws(ReframeError) {
      bundle = try PluginBundle(path: path, nearest: Spelling.nearest)
    } catch {
      refusal = "refused: \(error.message)"
    }
    manifest = bundle?.manifest.declared
    guard let bundle else {
      (state, remarks, copies) = (refusal ?? "", [], [])
      return
    }
    let id = bundle.manifest.id
    let isUsed = host.discovery.bundles.contains { $0.files == bundle.files }
    let known = host.discovery.refusals.first { $0.bundle?.files == bundle.files }
    state = isUsed ? "used" : known?.reason ?? "not used, as it is in none of the folders with plugins"
    copies = host.copies(of: id).filter { $0.path != (isUsed ? Self.used(id, host) : path) }
      .map { Copy(path: $0.path, state: $0.state) }
    runs = host.configuration.limits(for: bundle) == nil ? "in this process" : "in a worker"
    guard let library = try? SharedLibrary(path: bundle.libraryPath) else {
      remarks = PluginRemarks.of(bundle)
      return
    }
    remarks = bundle.manifest.remarks + PluginRemarks.of(library, bundle)
    self.library = Library(
      needed: library.needed, missing: library.missing(folder: path), builders: library.builders,
      strangers: library.strangers)
  }

  private static func used(_ id: String, _ host: Host) -> String? {
    host.discovery.bundles.first { $0.manifest.id == id }?.path
  }

  /// The files of a folder and those below, by name.
  private static func files(_ path: String, _ inside: String = "", depth: Int = 0) -> [File] {
    guard depth < 8, let names = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(inside)")
    else {
      return []
    }
    var files: [File] = []
    for name in names {
      var status = stat()
      guard lstat("\(path)/\(inside)\(name)", &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        files += Self.files(path, "\(inside)\(name)/", depth: depth + 1)
      } else {
        files.append(File(name: inside + name, bytes: Int64(status.st_size)))
      }
    }
    return files.sorted { $0.name < $1.name }
  }
}
