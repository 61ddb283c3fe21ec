internal import ReframeSDK
internal import Synchronization

/// Reads secrets when they are first needed, and takes them out of everything that is shown.
final class SecretStore: Sendable {
  private let environment: [String: String]
  private let state = Mutex(State())

  private struct State {
    var values: [String: String] = [:]
    var redaction = Redaction()
  }

  init(_ environment: [String: String]) { self.environment = environment }

  /// The secret's value. Throws `unauthenticated` with what to set if it is not there or cannot be one; never with
  /// the value itself.
  func value(of name: String, for access: VendorAccess) throws(ReframeError) -> String {
    let place = try access.place(of: name)
    let id = "\(access.provider)/\(name)"
    if let value = state.withLock({ $0.values[id] }) { return value }
    let (value, source) = try read(name, place, access.provider)
    let needs = "'\(access.provider)' needs \(name), and \(source)"
    guard !value.isEmpty else { throw Self.failure("\(needs) is empty") }
    guard value.utf8.count <= SecretFile.lengthLimit else {
      throw Self.failure("\(needs) is too long to be a key")
    }
    guard value.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw Self.failure("\(needs) holds signs that no key has, such as a space or a line end")
    }
    state.withLock { state in
      state.values[id] = value
      state.redaction.add(value)
    }
    return value
  }

  /// What is there, and where that is.
  private func read(
    _ name: String, _ place: ProviderSetup.SecretReference?, _ provider: String
  ) throws(ReframeError) -> (value: String, source: String) {
    switch place {
    case .environment(let variable):
      if let value = environment[variable], !value.isEmpty { return (value, "the variable \(variable)") }
      throw Self.failure("'\(provider)' needs \(name), and the variable \(variable) is not set")
    case .file(let path): return try file(path, name, provider)
    case nil:
      if let value = environment[name], !value.isEmpty { return (value, "the variable \(name)") }
      if let path = environment["\(name)_FILE"], !path.isEmpty { return try file(path, name, provider) }
      throw Self.failure(
        "'\(provider)' needs \(name): set that variable, or \(name)_FILE to a file with it, or say where it is "
          + "under providers.\(provider).secrets in reframe.yaml")
    }
  }

  private func file(
    _ path: String, _ name: String, _ provider: String
  ) throws(ReframeError) -> (value: String, source: String) {
    let source = "the file '\(path.onOneLine)'"
    do throws(SecretFile.Fault) {
      return (try SecretFile.read(path), source)
    } catch {
      throw Self.failure("'\(provider)' needs \(name), and \(source) \(error.reason)")
    }
  }

  private static func failure(_ message: String) -> ReframeError {
    ReframeError(.unauthenticated, message, accepted: .no)
  }

  /// The text without any secret that was ever read.
  func redacted(_ text: String) -> String { state.withLock { $0.redaction }.applied(to: text) }

  /// The error without any secret.
  func redacted(_ error: ReframeError) -> ReframeError {
    var error = error
    error.message = redacted(error.message)
    error.code = redacted(error.code)
    return error
  }
}
