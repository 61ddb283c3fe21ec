/// Scheme, host and port of an address of the web.
///
/// Read by hand and strictly: whatever two readers of addresses could take for different hosts is none, as the one
/// that is judged must be the one that is called.
struct WebOrigin: Equatable, Sendable {
  let scheme: String
  /// In lower case.
  let host: String
  let port: Int

  /// `nil` for anything but plain ASCII of the form `https://host:port/…`, without user or password.
  init?(_ address: String) {
    guard address.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
      let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix("://")
    else { return nil }
    scheme = address[..<colon].lowercased()
    guard ["http", "https"].contains(scheme) else { return nil }
    let authority = address[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
    var name = authority
    var number = scheme == "https" ? 443 : 80
    if !authority.hasSuffix("]"), let colon = authority.lastIndex(of: ":") {
      let digits = authority[authority.index(after: colon)...]
      guard let given = UInt16(digits), given > 0, "\(given)" == digits else { return nil }
      number = Int(given)
      name = authority[..<colon]
    }
    guard Self.isHost(name) else { return nil }
    host = name.lowercased()
    port = number
  }

  /// Whether it is where a vendor's API is: encrypted, at the usual port.
  var isUsual: Bool { scheme == "https" && port == 443 }

  /// For people: the host alone where the rest is as usual.
  var text: String { isUsual ? host : "\(scheme)://\(host):\(port)" }

  private static func isHost(_ name: Substring) -> Bool {
    if name.hasPrefix("["), name.hasSuffix("]"), name.utf8.count > 4 {
      return name.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
  }
}
