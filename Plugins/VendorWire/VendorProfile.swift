package import ReframeSDK

/// Who a vendor is, and how it wants to be spoken to.
package struct VendorProfile: Sendable {
  /// Its name for people.
  package let name: String
  /// Where its API is, without a slash at the end.
  package let base: String
  /// Name of the secret that holds the key.
  package let secret: String
  /// The header that carries the key, with `%s` in its place.
  package let secretHeader: String
  /// Whether it passes on the caller's `X-Request-Id`, by which it finds a call in its logs.
  package let echoesRequestID: Bool

  /// Describes a vendor.
  package init(
    name: String, base: String, secret: String, secretHeader: String = "Authorization: Bearer %s",
    echoesRequestID: Bool = false
  ) {
    self.name = name
    self.base = base
    self.secret = secret
    self.secretHeader = secretHeader
    self.echoesRequestID = echoesRequestID
  }

  /// The same vendor at the address that an instance's settings name as `baseURL`. Throws `invalidArgument` if that
  /// is no address.
  package func configured(by settings: JSONValue) throws(ReframeError) -> VendorProfile {
    guard let value = settings["baseURL"], value != .null else { return self }
    guard var text = value.string, text.hasPrefix("https://") || text.hasPrefix("http://"),
      text.split(separator: "/").count > 1, !text.contains("?"), !text.contains("#")
    else {
      throw ReframeError(
        .invalidArgument, "baseURL of \(name) is not an address such as \(base)")
    }
    while text.hasSuffix("/") { text.removeLast() }
    return VendorProfile(
      name: name, base: text, secret: secret, secretHeader: secretHeader, echoesRequestID: echoesRequestID)
  }
}
