internal import Glibc
internal import Loading
internal import ReframeSDK

/// A secret of a configured provider, and whether it is where it is said to be; never the secret itself.
package struct SecretState: Sendable {
  /// Name of the provider.
  package let provider: String
  /// Name of the secret.
  package let name: String
  /// Where it is looked for.
  package let reference: ProviderSetup.SecretReference
  /// Who said so.
  package let origin: SettingOrigin
  /// Whether something is there.
  package let isSet: Bool
  /// Why a file cannot be used; `nil` for variables.
  package let fault: String?

  /// For people: `KEY from the variable KEY, not set`.
  package var text: String { "\(name) from \(reference.text), \(fault ?? (isSet ? "set" : "not set"))" }
}

extension Host {
  /// The secrets of every configured provider: those that the settings place, then those that its plugin needs and
  /// that are looked for by their names.
  package func secrets(of configuration: ReframeConfiguration, environment: [String: String]) -> [SecretState]
  {
    configuration.providers.flatMap { provider -> [SecretState] in
      let placed = provider.secrets.value?.entries ?? []
      let others = (secretNames(of: setup(of: provider)) ?? []).filter { name in
        !placed.contains { $0.name == name }
      }
      let found = placed.map { entry in
        SecretState(
          provider.name, entry.name, entry.reference,
          entry.mark.map { .file($0) } ?? provider.secrets.origin, environment)
      }
      return found
        + others.map { name in
          let file = environment["\(name)_FILE"].flatMap { $0.isEmpty ? nil : $0 }
          let isThere = !(environment[name] ?? "").isEmpty
          guard let file, !isThere else {
            return SecretState(provider.name, name, .environment(name), .standard, environment)
          }
          return SecretState(provider.name, name, .file(file), .environment("\(name)_FILE"), environment)
        }
    }
  }

  /// The files of secrets that are missing, empty or cannot be read, each with its place.
  package func missingSecrets(of configuration: ReframeConfiguration, environment: [String: String])
    -> [String]
  {
    secrets(of: configuration, environment: environment).compactMap { secret in
      guard let fault = secret.fault, case .file(let path) = secret.reference else { return nil }
      let place = configuration.place(of: secret.origin) ?? secret.name
      return "\(place): the file '\(path)' of the secret '\(secret.name)': \(fault)".onOneLine
    }
  }
}

extension SecretState {
  fileprivate init(
    _ provider: String, _ name: String, _ reference: ProviderSetup.SecretReference, _ origin: SettingOrigin,
    _ environment: [String: String]
  ) {
    self.provider = provider
    self.name = name
    self.reference = reference
    self.origin = origin
    switch reference {
    case .environment(let variable):
      isSet = !(environment[variable] ?? "").isEmpty
      fault = nil
    case .file(let path):
      fault = Self.fault(ofFile: path)
      isSet = fault == nil
    }
  }

  /// Why the file is of no use, without reading more than its first byte.
  private static func fault(ofFile path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return SystemError.text(errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return SystemError.text(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { return "is not a file" }
    return status.st_size == 0 ? "is empty" : nil
  }
}
