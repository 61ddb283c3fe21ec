extension ReframeConfiguration {
  /// Makes relative paths those as seen from `base`, the file's folder, which ends with a slash if it is not empty.
  mutating func resolvePaths(against base: Substring) {
    func resolved(_ path: String) -> String { path.hasPrefix("/") ? path : base + path }
    for list in [\ReframeConfiguration.pluginPath, \.cataloguePath] {
      for index in self[keyPath: list].layers.indices {
        let folders = self[keyPath: list].layers[index].value.paths
        self[keyPath: list].layers[index].value.paths = folders.map(resolved)
      }
    }
    for index in ledgerPath.layers.indices {
      ledgerPath.layers[index].value = resolved(ledgerPath.layers[index].value)
    }
    for index in providers.indices {
      for layer in providers[index].secrets.layers.indices {
        for secret in providers[index].secrets.layers[layer].value.entries.indices {
          providers[index].secrets.layers[layer].value.entries[secret].reference.resolve(resolved)
        }
      }
    }
  }
}

extension ProviderSetup.SecretReference {
  /// Makes a file's path another.
  fileprivate mutating func resolve(_ resolved: (String) -> String) {
    if case .file(let path) = self { self = .file(resolved(path)) }
  }
}
