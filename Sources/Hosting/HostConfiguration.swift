internal import FoundationEssentials
internal import Glibc
package import Loading
package import ReframeSDK

/// What the host is told from outside: where plugins and the catalogue lie, and which are preferred.
package struct HostConfiguration: Sendable {
  /// Folders that hold bundles; the first that has an id wins.
  package var pluginFolders: [String]
  /// Folders that hold model cards and price books; the first that has a name wins.
  package var catalogueFolders: [String]
  /// Id of the detector used when somebody wants just one and names none.
  package var detector = Self.standardDetector
  /// Detectors whose answers are joined when nobody names one; empty for `detector`.
  package var detectors: [DetectorChoice] = []
  /// Id of the fill used when nobody names one.
  package var fill = Self.standardFills[0]
  /// Fills by preference: the first that is installed is used, the others where its result is poor.
  package var fills = Self.standardFills
  /// Id of the provider that does the work.
  package var provider = Self.standardProvider
  /// The providers that the settings set up; a plugin that none of them names is a provider by its own id.
  package var providers: [ProviderSetup] = []
  /// Address ranges that are open although they are not public, such as `10.0.0.0/8`.
  package var networkAllow: [String] = []
  /// Where plugins run that `placements` does not name; those that bind foreign functions run in workers anyway.
  package var placement = PluginPlacement.inProcess
  /// Where single plugins run, by id.
  package var placements: [String: PluginPlacement] = [:]
  /// How workers run; the executable is looked for beside this process's own.
  package var workers = WorkerLimits(executable: Self.standardWorker)
  /// How those of single plugins run, by id.
  package var workersOf: [String: WorkerLimits] = [:]
  /// Where the user's own things lie.
  package var userFolders = UserFolders([:])
  /// Where secrets are looked for.
  package var environment: [String: String] = [:]
  /// Hears of every exchange with a server, a line each without any secret.
  package var onExchange: @Sendable (String) -> Void = { _ in }

  static let standardDetector = "saliency"
  static let standardDetectors = ["faces", "saliency"]
  /// Fills by preference: what continues a picture first, then what goes with any.
  static let standardFills = ["auto", "patch", "blur"]
  package static let standardProvider = "local"

  /// Takes over what was configured.
  package init(_ configuration: ReframeConfiguration) {
    pluginFolders = Self.unique(configuration.pluginPath.layers.flatMap(\.value.paths))
    catalogueFolders = Self.unique(configuration.cataloguePath.layers.flatMap(\.value.paths))
    detectors = configuration.preferredDetectors
    detector = detectors.last?.id ?? Self.standardDetector
    fills = configuration.preferredFills
    fill = fills.first ?? Self.standardFills[0]
    providers = configuration.providerSetups
    userFolders = configuration.userFolders
    networkAllow = configuration.networkAllow.value?.ranges.map(\.text) ?? []
    provider = configuration.provider.value ?? Self.standardProvider
    placement = configuration.placement.value ?? .inProcess
    for plugin in configuration.plugins {
      placements[plugin.name] = plugin.placement.value
      var limits = workers
      if let timeout = plugin.timeout.value { limits.callTime = .milliseconds(timeout.milliseconds) }
      if let memory = plugin.memory.value { limits.memory = UInt64(memory) << 20 }
      workersOf[plugin.name] = limits
    }
  }

  /// Collects the search paths: `explicit` folders and `catalogues`, the user's data folder, the system's folders,
  /// and those beside the executable.
  package init(explicit: [String], catalogues: [String] = [], environment: [String: String]) {
    userFolders = UserFolders(environment)
    pluginFolders = Self.folders("plugins", explicit, userFolders.data)
    // Model cards, price books and described vendors may also be dropped beside the settings.
    let own = userFolders.configuration.map { [$0] } ?? []
    catalogueFolders = Self.folders("catalogue", catalogues + own, userFolders.data)
  }

  /// How the worker of a plugin runs; `nil` for one that runs in this process. A wrong signature of a foreign function
  /// corrupts memory, so that one runs here only if it is named.
  package func limits(for bundle: PluginBundle) -> WorkerLimits? {
    let id = bundle.manifest.id
    let standard = bundle.manifest.isForeign ? .worker : placement
    guard (placements[id] ?? standard) == .worker else { return nil }
    return workersOf[id] ?? workers
  }

  /// The detectors whose answers are joined when nobody names one.
  var detectorChoices: [DetectorChoice] {
    detectors.isEmpty ? [DetectorChoice(id: detector)] : detectors
  }

  /// The same with the last detector and the first fill that are among these plugins, if any is.
  func choosing(from installed: [PluginManifest]) -> HostConfiguration {
    func first(_ ids: [String], _ kind: PluginKind) -> String? {
      guard ids.count > 1 else { return nil }
      return ids.first { id in installed.contains { $0.id == id && $0.kinds.contains(kind) } }
    }
    var chosen = self
    chosen.detector = first(detectors.map(\.id).reversed(), .detector) ?? detector
    chosen.fill = first(fills, .fill) ?? fill
    chosen.fills = fills.filter { id in installed.contains { $0.id == id && $0.kinds.contains(.fill) } }
    return chosen
  }

  private static func folders(_ name: String, _ first: [String], _ data: String?) -> [String] {
    var folders = first
    if let data { folders.append("\(data)/\(name)") }
    folders += ["/usr/local/lib/reframe/\(name)", "/usr/lib/reframe/\(name)"]
    folders += besideExecutable(name)
    return unique(folders)
  }

  /// Where the worker's executable is: beside this one, or where installing puts it.
  private static var standardWorker: String {
    let candidates = besideExecutable("reframe-worker")
    return candidates.first { access($0, X_OK) == 0 } ?? candidates.first ?? "reframe-worker"
  }

  private static func unique(_ folders: [String]) -> [String] {
    var seen = Set<String>()
    return folders.filter { seen.insert($0).inserted }
  }

  /// A file or folder beside the executable, and in `../lib/reframe` of an installed one.
  package static func besideExecutable(_ name: String) -> [String] {
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      let slash = path.lastIndex(of: "/")
    else { return [] }
    let folder = path[..<slash]
    let parent = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
    return ["\(folder)/\(name)", "\(parent)/lib/reframe/\(name)"]
  }
}
