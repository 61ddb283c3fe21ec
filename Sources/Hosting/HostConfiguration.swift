internal import FoundationEssentials
internal import Glibc

/// What the host is told from outside: where plugins lie, and which are preferred.
package struct HostConfiguration: Sendable {
  /// Folders that hold bundles; the first that has an id wins.
  package var pluginFolders: [String]
  /// Id of the detector used when nobody names one.
  package var detector = Self.standardDetector
  /// Id of the fill used when nobody names one.
  package var fill = Self.standardFill
  /// Id of the provider that does the work.
  package var provider = Self.standardProvider

  static let standardDetector = "saliency"
  static let standardFill = "blur"
  static let standardProvider = "local"

  /// Takes over what was configured.
  package init(_ configuration: ReframeConfiguration) {
    pluginFolders = Self.unique(configuration.pluginPath.layers.flatMap(\.value.paths))
    detector = configuration.detector.value ?? Self.standardDetector
    fill = configuration.fill.value?.id ?? Self.standardFill
    provider = configuration.provider.value ?? Self.standardProvider
  }

  /// Collects the search path: `explicit` folders, the user's data folder, the system's folders, and those beside
  /// the executable.
  package init(explicit: [String], environment: [String: String]) {
    var folders = explicit
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      folders.append("\(data)/reframe/plugins")
    } else if let home = environment["HOME"], !home.isEmpty {
      folders.append("\(home)/.local/share/reframe/plugins")
    }
    folders += ["/usr/local/lib/reframe/plugins", "/usr/lib/reframe/plugins"]
    folders += Self.besideExecutable()
    pluginFolders = Self.unique(folders)
  }

  private static func unique(_ folders: [String]) -> [String] {
    var seen = Set<String>()
    return folders.filter { seen.insert($0).inserted }
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
