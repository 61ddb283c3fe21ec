internal import Glibc
internal import Loading
internal import ReframeSDK

extension Host {
  /// What the variables and the file refer to but is not there: a plugin that was not found or is of another kind,
  /// parameters or secrets that a plugin does not have, a folder or a provider that does not exist. Opens no plugin.
  package func danglingReferences(in configuration: ReframeConfiguration) -> [String] {
    var faults: [String] = []
    func note(_ origin: SettingOrigin, _ fault: String?) {
      guard let fault, let place = configuration.place(of: origin) else { return }
      faults.append("\(place): \(fault.onOneLine)")
    }
    for layer in configuration.pluginPath.layers + configuration.cataloguePath.layers
    where layer.origin != .standard {
      for path in layer.value.paths where !Self.isFolder(path) {
        note(layer.origin, "there is no folder '\(path)'")
      }
    }
    let named = Set(self.configuration.providers.map(\.id))
    for layer in configuration.provider.layers where !named.contains(layer.value) {
      note(layer.origin, fault(of: layer.value, .provider))
    }
    for layer in configuration.detector.layers { note(layer.origin, fault(of: layer.value, .detector)) }
    note(configuration.detectors.origin, fault(of: configuration.detectors.value?.plugins, .detector))
    for layer in configuration.fill.layers {
      let fault = fault(of: layer.value.id, .fill)
      note(layer.origin, fault ?? self.fault(ofParameters: layer.value))
    }
    note(configuration.fills.origin, fault(of: configuration.fills.value, .fill))
    for plugin in configuration.plugins { note(plugin.origin, fault(ofPlugin: plugin.name)) }
    for provider in configuration.providers {
      let isNamed = provider.plugin.origin != .standard
      let setup = setup(of: provider)
      note(isNamed ? provider.plugin.origin : provider.origin, fault(of: setup.plugin, .provider))
      for secret in provider.secrets.value?.entries ?? [] {
        note(secret.mark.map { .file($0) } ?? provider.secrets.origin, fault(of: secret.name, of: setup))
      }
    }
    for budget in configuration.budgets {
      note(budget.provider.origin, fault(ofProvider: budget.provider.value, named))
    }
    return faults
  }

  private func fault(ofPlugin id: String) -> String? {
    let known = discovery.bundles.map(\.manifest.id)
    return known.contains(id) ? nil : Reference.fault("plugin", id, among: known)
  }

  private func fault(of id: String, _ kind: PluginKind) -> String? {
    do throws(ReframeError) {
      let kinds = try bundle(id, for: kind).manifest.kinds
      guard !kinds.contains(kind) else { return nil }
      return
        "the plugin '\(id)' is no \(kind.rawValue) but a \(kinds.map(\.rawValue).joined(separator: ", "))"
    } catch {
      return error.message
    }
  }

  /// One of a list may be missing, as the next is taken then; all may not, nor may one be something else.
  private func fault(of list: NameList?, _ kind: PluginKind) -> String? {
    let faults = (list?.texts ?? []).map { id in
      (isThere: (try? bundle(id, for: kind)) != nil, fault: fault(of: id, kind))
    }
    if let wrong = faults.first(where: { $0.isThere && $0.fault != nil }) { return wrong.fault }
    return faults.contains { $0.isThere } ? nil : faults.first?.fault
  }

  private func fault(ofParameters fill: FillChoice) -> String? {
    guard let manifest = try? bundle(fill.id, for: .fill).manifest else { return nil }
    return ParameterSchema(manifest.parameters).fault(in: fill.parameters).map { "fill '\(fill.id)': \($0)" }
  }

  private func fault(of secret: String, of provider: ProviderSetup) -> String? {
    guard let known = secretNames(of: provider), !known.contains(secret) else { return nil }
    return Reference.fault("secret", secret, of: " of the provider '\(provider.id)'", among: known)
  }

  /// The provider as this host was told of it: files of the catalogue may describe what the settings only name.
  func setup(of provider: ProviderSetting) -> ProviderSetup {
    self.configuration.providers.first { $0.id == provider.name } ?? provider.setup
  }

  /// The secrets that a provider may ask for; `nil` if its plugin is not there.
  func secretNames(of provider: ProviderSetup) -> [String]? {
    guard let manifest = try? bundle(provider.plugin, for: .provider).manifest else { return nil }
    return (manifest.secrets ?? []) + provider.secretNames
  }

  private func fault(ofProvider name: String?, _ named: Set<String>) -> String? {
    let plugins = discovery.bundles.map(\.manifest).filter { $0.kinds.contains(.provider) }.map(\.id)
    guard let name, !named.contains(name), !plugins.contains(name) else { return nil }
    return Reference.fault("provider", name, among: (named.union(plugins)).sorted())
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
