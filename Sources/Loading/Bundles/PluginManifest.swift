package import ReframeSDK
internal import StrictJSON

/// What a bundle's `plugin.json` declares, readable without running the plugin.
package struct PluginManifest: Equatable, Sendable {
  /// Unique name: lower-case letters, digits, `-`, `_` and `.`.
  package var id: String
  /// Name for people.
  package var name: String?
  /// One sentence.
  package var description: String?
  /// The plugin's own version.
  package var version: String
  /// The contract it was built for, `major.minor`.
  package var contract: String
  /// The oldest host that it works with.
  package var minimumHost: String?
  /// What its instances can be; at least one.
  package var kinds: [PluginKind]
  /// File name of the shared library inside the bundle.
  package var library: String
  /// How many calls at a time it bears.
  package var concurrency: Concurrency?
  /// SPDX name of its licence.
  package var license: String?
  /// Network hosts it may reach through the host.
  package var hosts: [String]?
  /// Names of the secrets it needs.
  package var secrets: [String]?
  /// Whether a provider runs models whose cards stand in files.
  package var acceptsCards: Bool?
  /// Whether it makes a plugin of functions that know nothing of the contract.
  package var isForeign: Bool
  /// What is odd about it, but no reason to refuse it.
  package var remarks: [String]
  /// The text itself. Few ask for what is not above, so that is read again when somebody does.
  let text: [UInt8]

  /// The largest manifest that is read.
  static let sizeLimit = 1 << 20

  /// Functions of a library that knows nothing of the contract, and how they make a plugin.
  package var foreign: JSONValue? { isForeign ? member("foreign") : nil }

  /// JSON Schema subset of its parameters.
  package var parameters: JSONValue? { member("parameters") }

  /// Model cards of a provider.
  package var models: [ModelCard]? {
    member("models").flatMap { value in
      try? JSON.decode([ModelCard].self, from: JSON.encode(value), what: "models")
    }
  }

  /// Everything that was declared, those members too that this revision does not know.
  package var declared: JSONValue { (try? JSONText(text))?.value ?? .null }

  private func member(_ name: String) -> JSONValue? {
    guard let value = declared[name], value != .null else { return nil }
    return value
  }
}
