package import ReframeSDK

/// What a bundle's `plugin.json` declares, readable without running the plugin.
package struct PluginManifest: Codable, Equatable, Sendable {
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
  /// Functions of a library that knows nothing of the contract, and how they make a plugin.
  package var foreign: JSONValue?
  /// JSON Schema subset of its parameters.
  package var parameters: JSONValue?
  /// Model cards of a provider.
  package var models: [ModelCard]?
  /// Network hosts it may reach through the host.
  package var hosts: [String]?
  /// Names of the secrets it needs.
  package var secrets: [String]?

  /// The largest manifest that is read.
  static let sizeLimit = 1 << 20

  /// Why the manifest cannot be used, or `nil`.
  func fault(folder: String) -> String? {
    if let fault = Self.idFault(id) { return fault }
    guard folder == "\(id).reframeplugin" else {
      return "the folder of a plugin with the id '\(id)' is named \(id).reframeplugin"
    }
    guard !kinds.isEmpty else { return "plugin.json names no kind" }
    guard !library.isEmpty, !library.contains("/"), library != ".." else {
      return "the library '\(library)' is not the name of a file in the bundle"
    }
    return contractFault ?? hostFault
  }

  /// Why a text is no id, or `nil`.
  package static func idFault(_ id: String) -> String? {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    guard !id.isEmpty, id.count <= 100, id.allSatisfy(allowed.contains), id.first != "." else {
      return "the id '\(id)' is not of lower-case letters, digits, '-', '_' and '.'"
    }
    return nil
  }

  private var contractFault: String? {
    let numbers = contract.split(separator: ".", omittingEmptySubsequences: false).map { UInt16($0) }
    guard numbers.count == 2, !contract.contains("+"), let major = numbers[0], numbers[1] != nil else {
      return "the contract '\(contract)' is not written as major.minor, such as 1.0"
    }
    guard major == Contract.major else {
      return "built for contract \(contract), and this host speaks \(Contract.text); "
        + "get a version of the plugin for \(Contract.major).x"
    }
    return nil
  }

  private var hostFault: String? {
    guard let minimumHost else { return nil }
    guard let needed = Version(minimumHost) else {
      return "the minimum host '\(minimumHost)' is not written as major.minor.patch, such as 1.2.0"
    }
    guard let own = Version(Version.current), own < needed else { return nil }
    return "needs reframe \(minimumHost) or newer, and this is \(Version.current); update reframe"
  }
}
