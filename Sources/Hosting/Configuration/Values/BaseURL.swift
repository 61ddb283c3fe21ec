/// Where a vendor's API is: scheme, host, perhaps port and path.
package struct BaseURL: SettingText, Equatable {
  package static let expected = "an address such as https://gateway.example/v1"

  package let text: String

  package init(text: String) throws(SettingFault) {
    let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
    let rest = text.dropFirst(scheme?.count ?? 0)
    let authority = rest.prefix { $0 != "/" }
    // Whatever stands before an @ may be a password, so the text is not repeated.
    guard !authority.contains("@") else {
      throw SettingFault("an address holds no user and password; say the secret under 'secrets'")
    }
    let isPlain =
      text.utf8.allSatisfy { (0x21...0x7e).contains($0) } && !text.contains { "?#\\\"<>".contains($0) }
    guard scheme != nil, isPlain, Self.isHost(authority) else {
      throw SettingFault("this is not \(Self.expected)")
    }
    self.text = text
  }

  private static func isHost(_ authority: Substring) -> Bool {
    var host = authority
    if !authority.hasSuffix("]"), let colon = authority.lastIndex(of: ":") {
      let port = authority[authority.index(after: colon)...]
      guard let number = UInt16(port), number > 0, "\(number)" == port else { return false }
      host = authority[..<colon]
    }
    if host.hasPrefix("[") && host.hasSuffix("]") { return host.count > 2 }
    return !host.isEmpty && host.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
  }
}
