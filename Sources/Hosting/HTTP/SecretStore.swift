internal import FoundationEssentials
internal import ReframeSDK
internal import Synchronization

/// Reads secrets when they are first needed, and takes them out of everything that is shown.
final class SecretStore: Sendable {
  private let environment: [String: String]
  private let known = Mutex<[String: String]>([:])
  private static let lengthLimit = 8192
  /// Shorter ones would take words out of messages that have nothing to do with them.
  private static let shownLength = 6

  init(_ environment: [String: String]) { self.environment = environment }

  /// The secret's value. Throws `unauthenticated` with what to set if it is not there or cannot be one; never with
  /// the value itself.
  func value(of name: String, for access: VendorAccess) throws(ReframeError) -> String {
    let place = try access.place(of: name)
    let id = "\(access.provider)/\(name)"
    if let value = known.withLock({ $0[id] }) { return value }
    let value = try read(name, place, access.provider)
    guard !value.isEmpty, value.utf8.count <= Self.lengthLimit,
      value.unicodeScalars.allSatisfy({ (0x21...0x7e).contains($0.value) })
    else {
      throw Self.failure(
        "the secret \(name) of '\(access.provider)' is empty, too long, or has signs that no key has")
    }
    known.withLock { $0[id] = value }
    return value
  }

  private func read(_ name: String, _ place: ProviderSetup.SecretReference?, _ provider: String)
    throws(ReframeError) -> String
  {
    switch place {
    case .environment(let variable):
      if let value = environment[variable], !value.isEmpty { return value }
      throw Self.failure("'\(provider)' needs \(name), and the variable \(variable) is not set")
    case .file(let path): return try Self.file(path, name, provider)
    case nil:
      if let value = environment[name], !value.isEmpty { return value }
      if let path = environment["\(name)_FILE"], !path.isEmpty { return try Self.file(path, name, provider) }
      throw Self.failure(
        "'\(provider)' needs \(name): set that variable, or \(name)_FILE to a file with it, or say where it is "
          + "under providers.\(provider).secrets in reframe.yaml")
    }
  }

  private static func file(_ path: String, _ name: String, _ provider: String) throws(ReframeError) -> String
  {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw failure("'\(provider)' needs \(name), and the file '\(path.onOneLine)' cannot be read")
    }
    guard data.count <= lengthLimit else {
      throw failure("'\(provider)' needs \(name), and the file '\(path.onOneLine)' is too long to be a key")
    }
    let text = String(decoding: data, as: UTF8.self)
    return String(text.drop { $0.isNewline }.prefix { !$0.isNewline })
  }

  private static func failure(_ message: String) -> ReframeError {
    ReframeError(.unauthenticated, message, accepted: .no)
  }

  /// The text without any secret that was ever read.
  func redacted(_ text: String) -> String {
    known.withLock { known in
      known.values.filter { $0.utf8.count >= Self.shownLength }.reduce(text) { $0.replacing($1, with: "…") }
    }
  }

  /// The error without any secret.
  func redacted(_ error: ReframeError) -> ReframeError {
    var error = error
    error.message = redacted(error.message)
    error.code = redacted(error.code)
    return error
  }
}
