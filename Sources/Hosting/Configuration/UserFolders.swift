/// The folders in which a user's things lie, by the XDG base directory specification; `nil` for one that cannot be told.
package struct UserFolders: Equatable, Sendable {
  /// What was installed: plugins and catalogues.
  package let data: String?
  /// What the user says: settings, model cards, which plugins are disabled.
  package let configuration: String?
  /// What can be made again.
  package let cache: String?

  /// Those that the variables say.
  package init(_ environment: [String: String]) {
    func folder(_ variable: String, _ standard: String) -> String? {
      if let base = environment[variable], base.hasPrefix("/") { return "\(base)/reframe" }
      guard let home = environment["HOME"], !home.isEmpty else { return nil }
      return "\(home)/\(standard)/reframe"
    }
    data = folder("XDG_DATA_HOME", ".local/share")
    configuration = folder("XDG_CONFIG_HOME", ".config")
    cache = folder("XDG_CACHE_HOME", ".cache")
  }

  /// Where plugins are installed.
  package var plugins: String? { data.map { "\($0)/plugins" } }
}
