package import ReframeSDK

/// A provider as the settings set it up: which plugin runs it, what that is told, and where its secrets are.
package struct ProviderSetup: Equatable, Sendable {
  /// Where a secret is read from when it is first needed.
  package enum SecretReference: Equatable, Sendable {
    /// A variable of the environment.
    case environment(String)
    /// A file; a line end at its end does not count.
    case file(String)
  }

  /// Its name, which models and budgets refer to.
  package var id: String
  /// Id of the plugin.
  package var plugin: String
  /// What the instance is created with, an object.
  package var settings: [String: JSONValue] = [:]
  /// Where the vendor's API is instead of its usual place; reaches the plugin as `baseURL`.
  package var baseURL: String?
  /// Where the plugin's secrets are, by their names in its manifest. A secret `NAME` that is not here is read from
  /// the variable `NAME`, or the file that the variable `NAME_FILE` names.
  package var secrets: [String: SecretReference] = [:]
  /// Hosts and names of secrets beside those of the plugin's manifest, when a description says them.
  package var hosts: [String] = []
  package var secretNames: [String] = []
  /// Jobs under way at a time.
  package var concurrent: Int?
  /// Submissions in a window of so many milliseconds.
  package var rateCount: Int?
  package var rateMilliseconds: Int64?

  package init(id: String, plugin: String) {
    self.id = id
    self.plugin = plugin
  }

  /// What the plugin's instance is created with.
  func configuration() throws(ReframeError) -> String {
    var members = settings
    if let baseURL { members["baseURL"] = .string(baseURL) }
    return try JSON.encode(JSONValue.object(members))
  }
}
