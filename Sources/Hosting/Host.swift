package import CReframe
package import Loading
package import ReframeSDK
internal import Synchronization

/// The runtime: finds plugins, opens them when they are first needed, and lends them to each other by id.
package final class Host: Sendable {
  /// What the host was told.
  package let configuration: HostConfiguration
  /// What the search path holds.
  package let discovery: PluginDiscovery
  private let opened = Mutex(Opened())
  /// Held while a library is opened, as its entry is called only once.
  private let opening = Mutex(())
  private let services: HostServices
  /// Whether pixel memory is such as workers can see.
  private let sharesPixels: Bool
  /// Made when the first exchange is.
  let client: LazyClient
  let secrets: SecretStore

  private struct Opened {
    var libraries: [String: Result<PluginLibrary, ReframeError>] = [:]
    var detectors: [String: PluginInstance<rf_detector>] = [:]
    var fills: [String: PluginInstance<rf_fill>] = [:]
    var providers: [String: PluginInstance<rf_provider>] = [:]
    var calculators: [String: PluginInstance<rf_pricing>] = [:]
    /// What the providers' plugins are lent; lives as long as they do.
    var services: [HostServices] = []
  }

  /// Looks through the search path; opens nothing yet.
  package init(_ configuration: HostConfiguration) {
    discovery = PluginDiscovery(
      folders: configuration.pluginFolders, disabled: DisabledPlugins(configuration.userFolders).ids,
      cache: configuration.userFolders.cache.map { "\($0)/bundles" }, nearest: Spelling.nearest)
    let secrets = SecretStore(configuration.environment)
    self.secrets = secrets
    let onExchange = configuration.onExchange
    client = LazyClient(configuration.networkAllow) { onExchange(secrets.redacted($0)) }
    self.configuration = configuration.choosing(from: discovery.bundles.map(\.manifest))
    let configuration = configuration
    sharesPixels = discovery.bundles.contains { configuration.limits(for: $0) != nil }
    services = HostServices(sharesPixels: sharesPixels)
    services.connect(self)
  }

  /// The open library of the plugin with that id. Throws `notFound` with the nearest known id, or the reason
  /// why the plugin was refused.
  package func library(_ id: String, for kind: PluginKind? = nil) throws(ReframeError) -> PluginLibrary {
    let bundle = try bundle(id, for: kind)
    return try opening.withLock { _ in
      if let known = opened.withLock({ $0.libraries[id] }) { return known }
      let result = open(bundle)
      opened.withLock { $0.libraries[id] = result }
      return result
    }.get()
  }

  private func open(_ bundle: PluginBundle) -> Result<PluginLibrary, ReframeError> {
    do throws(ReframeError) {
      guard let limits = configuration.limits(for: bundle) else { return .success(try PluginLibrary(bundle)) }
      return .success(try PluginLibrary(bundle, worker: limits))
    } catch {
      var failure = error
      failure.message =
        "the plugin '\(bundle.manifest.id)' at \(bundle.path) was refused: \(error.message)"
      return .failure(failure)
    }
  }

  /// The detector of that id, or the preferred one.
  package func detector(_ id: String?) throws(ReframeError) -> PluginInstance<rf_detector> {
    try instance(id ?? configuration.detector, in: \.detectors)
  }

  /// The fill of that id, or the preferred one.
  package func fill(_ id: String?) throws(ReframeError) -> PluginInstance<rf_fill> {
    try instance(id ?? configuration.fill, in: \.fills)
  }

  /// The provider of that id, or the preferred one: a plugin as the settings set it up, or by its own id.
  package func provider(_ id: String?) throws(ReframeError) -> PluginInstance<rf_provider> {
    let id = id ?? configuration.provider
    if let known = opened.withLock({ $0.providers[id] }) { return known }
    let setup = configuration.providers.first { $0.id == id } ?? ProviderSetup(id: id, plugin: id)
    let library = try library(setup.plugin, for: .provider)
    var services = services
    if let vendor = providers.first(where: { $0.id == id }), vendor.isVendor {
      services = HostServices(VendorAccess(vendor), sharesPixels: sharesPixels)
      services.connect(self)
    }
    let made = try library.instance(
      rf_provider.self, host: services.table, configuration: try setup.configuration())
    return opened.withLock { state in
      if let first = state.providers[id] { return first }
      state.services.append(services)
      state.providers[id] = made
      return made
    }
  }

  /// The pricing calculator of that id.
  package func calculator(_ id: String) throws(ReframeError) -> PluginInstance<rf_pricing> {
    try instance(id, in: \.calculators)
  }

  private func instance<Table: PluginTable>(
    _ id: String, in cache: WritableKeyPath<Opened, [String: PluginInstance<Table>]>
  ) throws(ReframeError) -> PluginInstance<Table> {
    if let known = opened.withLock({ $0[keyPath: cache][id] }) { return known }
    let library = try library(id, for: Table.kind)
    let made = try library.instance(Table.self, host: services.table)
    return opened.withLock { state in
      if let first = state[keyPath: cache][id] { return first }
      state[keyPath: cache][id] = made
      return made
    }
  }

  /// The bundle with that id. Throws `notFound` with the nearest known id, or why it was refused.
  package func bundle(_ id: String, for kind: PluginKind?) throws(ReframeError) -> PluginBundle {
    if let bundle = discovery.bundles.first(where: { $0.manifest.id == id }) { return bundle }
    if let refusal = discovery.refusals.first(where: { $0.path.hasSuffix("/\(id).reframeplugin") }) {
      throw ReframeError(.notFound, "the plugin '\(id)' at \(refusal.path) was refused: \(refusal.reason)")
    }
    let known = discovery.bundles.filter { bundle in kind.map { bundle.manifest.kinds.contains($0) } ?? true }
      .map(\.manifest.id)
    let what = kind?.rawValue ?? "plugin"
    guard !known.isEmpty else {
      throw ReframeError(
        .notFound, "there is no \(what) '\(id)': no \(what) plugins were found; see 'reframe plugin list'")
    }
    let nearest = Spelling.nearest(to: id, in: known)
    throw ReframeError(
      .notFound,
      "there is no \(what) '\(id)'\(nearest.map { "; did you mean '\($0)'?" } ?? "") "
        + "(known: \(known.joined(separator: ", ")))")
  }
}
