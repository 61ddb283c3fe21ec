internal import FoundationEssentials
internal import Glibc

/// What the host is told from outside: where plugins lie, and which are preferred.
package struct HostConfiguration: Sendable {
  /// Folders that hold bundles; the first that has an id wins.
  package var pluginFolders: [String]
  /// Id of the detector used when nobody names one.
  package var detector = "saliency"
  /// Id of the fill used when nobody names one.
  package var fill = "blur"
  /// Id of the provider that does the work.
  package var provider = "local"

  /// Collects the search path: `explicit` folders, `REFRAME_PLUGIN_PATH`, the user's data folder, the system's
  /// folders, and those beside the executable.
  package init(explicit: [String], environment: [String: String]) {
    var folders = explicit
    folders += (environment["REFRAME_PLUGIN_PATH"] ?? "").split(separator: ":").map(String.init)
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      folders.append("\(data)/reframe/plugins")
    } else if let home = environment["HOME"], !home.isEmpty {
      folders.append("\(home)/.local/share/reframe/plugins")
    }
    folders += ["/usr/local/lib/reframe/plugins", "/usr/lib/reframe/plugins"]
    folders += Self.besideExecutable()
    var seen = Set<String>()
    pluginFolders = folders.filter { seen.insert($0).inserted }
  }

  /// `plugins` beside the executable, and `../lib/reframe/plugins` of an installed one.
  private static func besideExecutable() -> [String] {
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      let slash = path.lastIndex(of: "/")
    else { return [] }
    let folder = path[..<slash]
    let parent = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
    return ["\(folder)/plugins", "\(parent)/lib/reframe/plugins"]
  }
}
