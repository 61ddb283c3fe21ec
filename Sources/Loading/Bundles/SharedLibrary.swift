internal import Glibc
package import ReframeSDK

/// What a shared library says of itself to the loader, read without loading it: what it needs, what it exports, and who
/// built it. Its headers must have been checked.
package struct SharedLibrary: Sendable {
  /// The libraries that it is linked with.
  package private(set) var needed: [String] = []
  /// Where it looks for them before the system does; `$ORIGIN` is its own folder.
  package private(set) var searchPaths: [String] = []
  /// Every symbol that others can bind to, those left out that compilers share between libraries on purpose.
  package private(set) var exports: [String] = []
  /// The compilers and linkers that left their names.
  package private(set) var builders: [String] = []

  /// The name of the one function that a plugin exports.
  package static let entry = "reframe_entry"

  /// Whether it has the entry of a plugin.
  package var hasEntry: Bool { exports.contains(Self.entry) }

  /// What it exports beside the entry and could clash with another library's. Swift's names carry their module.
  package var strangers: [String] {
    let made: Set = ["_init", "_fini", "_edata", "_end", "__bss_start", "_etext", "end", "edata", "etext"]
    return exports.filter { name in
      name != Self.entry && !made.contains(name) && !name.hasPrefix("$s") && !name.hasPrefix("$S")
        && !name.hasPrefix("__start_") && !name.hasPrefix("__stop_") && !name.hasPrefix("_swift_")
        && !name.hasPrefix("__swift_")
    }.sorted()
  }

  /// Reads the tables of a file. Throws the reason if there are none or they do not lie within it.
  package init(path: String) throws(ReframeError) {
    let file = try BundleFile(path, in: AT_FDCWD)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    try SharedLibraryHeader.check(file.descriptor, name: name, size: file.identity.size)
    let image = LibraryImage(file.descriptor, size: file.identity.size)
    guard let dynamic = image.dynamicTable() else {
      throw ReframeError(.invalidArgument, "\(name) has no table for the loader; link it as a shared library")
    }
    func value(_ tag: UInt64) -> UInt64? { dynamic.first { $0.tag == tag }?.value }
    guard let strings = value(5).flatMap(image.offset(of:)), let length = value(10) else {
      throw ReframeError(.invalidArgument, "\(name) has no names for the loader; link it as a shared library")
    }
    func text(_ at: UInt64) -> String { image.text(at: strings &+ at, within: strings &+ length) }
    needed = dynamic.filter { $0.tag == 1 }.map { text($0.value) }
    searchPaths = dynamic.filter { [15, 29].contains($0.tag) }.flatMap {
      text($0.value).split(separator: ":").map(String.init)
    }
    if let table = value(6).flatMap(image.offset(of:)) {
      if let hash = value(0x6fff_fef5).flatMap(image.offset(of:)) {
        exports = image.exports(symbols: table, hash: hash).map { text($0) }
      } else if let hash = value(4).flatMap(image.offset(of:)) {
        exports = image.exports(symbols: table, oldHash: hash).map { text($0) }
      }
    }
    builders = image.comments()
  }

  /// The libraries that are needed and neither loaded nor where the loader looks; `folder` is the library's own.
  package func missing(folder: String) -> [String] {
    let own = searchPaths.map { $0.replacing("${ORIGIN}", with: folder).replacing("$ORIGIN", with: folder) }
    return needed.filter { name in
      if let loaded = dlopen(name, RTLD_LAZY | RTLD_NOLOAD) {
        dlclose(loaded)
        return false
      }
      return !(own + Self.systemFolders).contains { access("\($0)/\(name)", R_OK) == 0 }
    }
  }

  private static let systemFolders: [String] = {
    let variable = getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? ""
    let machine = MemoryLayout<Int>.size == 8 ? ["/lib64", "/usr/lib64"] : []
    #if arch(x86_64)
      let triplet = "x86_64-linux-gnu"
    #else
      let triplet = "aarch64-linux-gnu"
    #endif
    return variable.split(separator: ":").map(String.init) + [
      "/lib/\(triplet)", "/usr/lib/\(triplet)", "/usr/local/lib/\(triplet)", "/lib", "/usr/lib",
      "/usr/local/lib",
    ] + machine
  }()
}
