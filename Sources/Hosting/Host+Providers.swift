package import Loading
internal import ReframeSDK

extension Host {
  /// Someone who can be given jobs: a plugin as the settings set it up, or by its own id.
  package struct Provider: Sendable {
    /// What models, budgets and routes call it.
    package let id: String
    /// Id of the plugin that runs it.
    package let plugin: String
    /// The plugin.
    package let bundle: PluginBundle
    /// How it is set up.
    package let setup: ProviderSetup
    /// Whether it works elsewhere, by HTTP.
    package var isVendor: Bool {
      !(bundle.manifest.hosts ?? []).isEmpty || !setup.hosts.isEmpty || setup.baseURL != nil
    }
  }

  /// Everybody who can be given jobs, those that are set up first. One whose plugin is not there is left out.
  package var providers: [Provider] {
    let plugins = discovery.bundles.filter { $0.manifest.kinds.contains(.provider) }
    let named = configuration.providers.compactMap { setup in
      plugins.first { $0.manifest.id == setup.plugin }.map {
        Provider(id: setup.id, plugin: setup.plugin, bundle: $0, setup: setup)
      }
    }
    let others = plugins.filter { bundle in
      !configuration.providers.contains { $0.id == bundle.manifest.id || $0.plugin == bundle.manifest.id }
    }
    return named
      + others.map { bundle in
        let id = bundle.manifest.id
        return Provider(id: id, plugin: id, bundle: bundle, setup: ProviderSetup(id: id, plugin: id))
      }
  }
}
