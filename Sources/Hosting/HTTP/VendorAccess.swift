internal import Loading
internal import ReframeSDK

/// What one provider may reach by HTTP, and with which secrets: its manifest's word, and the settings'.
struct VendorAccess: Sendable {
  /// Its name in messages.
  let provider: String
  private let hosts: [String]
  /// Names of the secrets that it needs.
  let secretNames: [String]
  private let setup: ProviderSetup

  init(_ provider: Host.Provider) {
    self.provider = provider.id
    setup = provider.setup
    hosts = (provider.bundle.manifest.hosts ?? []) + provider.setup.hosts
    secretNames = (provider.bundle.manifest.secrets ?? []) + provider.setup.secretNames
  }

  /// Throws `forbidden` unless the provider may reach the address, with a secret or without.
  func check(_ address: String, withSecret: Bool) throws(ReframeError) {
    guard let origin = WebOrigin(address) else {
      throw ReframeError(.invalidArgument, "\(provider): '\(address.onOneLine)' is no address of the web")
    }
    if let base = setup.baseURL.flatMap(WebOrigin.init), base == origin { return }
    let isNamed = hosts.contains { Self.matches(origin.host, $0) } && origin.isUsual
    if isNamed || (hosts.contains("*") && !withSecret) { return }
    let words = hosts.filter { $0 != "*" }.joined(separator: ", ")
    throw ReframeError(
      .forbidden,
      "the plugin of '\(provider)' may reach \(words.isEmpty ? "no host" : words), not \(origin.text)"
        + (hosts.contains("*") ? " with a key" : ""))
  }

  /// Where a secret is read from. Throws `forbidden` for one that the manifest does not declare.
  func place(of secret: String) throws(ReframeError) -> ProviderSetup.SecretReference? {
    guard secretNames.contains(secret) else {
      throw ReframeError(
        .forbidden, "the manifest of '\(provider)' does not declare the secret '\(secret.onOneLine)'")
    }
    return setup.secrets[secret]
  }

  private static func matches(_ host: String, _ pattern: String) -> Bool {
    guard pattern.hasPrefix("*.") else { return host == pattern.lowercased() }
    return host.hasSuffix(pattern.dropFirst().lowercased()) && host.utf8.count > pattern.utf8.count - 1
  }
}
