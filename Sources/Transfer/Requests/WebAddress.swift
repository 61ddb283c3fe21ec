internal import CCurl

/// An address of the web, read by the same rules by which it is connected to.
struct WebAddress: Equatable, Sendable {
  /// The whole, as it is asked for: without a fragment, and with all that is not ASCII written as `%…`.
  let text: String
  /// `http` or `https`.
  let scheme: String
  /// In lower case; version 6 addresses in brackets.
  let host: String
  let port: Int
  /// Without the query.
  let path: String

  /// Whether the way there is encrypted.
  var isEncrypted: Bool { scheme == "https" }
  /// The host for people, with its port if that is unusual.
  var shownHost: String { port == (isEncrypted ? 443 : 80) ? host.shown : "\(host.shown):\(port)" }
  /// What has to be equal for a secret to be shared.
  var origin: String { "\(scheme)://\(host):\(port)" }

  /// Reads an address. libcurl must be open. Throws `invalidRequest`.
  init(_ text: String) throws(TransferFailure) {
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()) else {
      throw .before(.invalidRequest, Self.fault(CURLUE_UNSUPPORTED_SCHEME))
    }
    // libcurl skips a third slash, others do not, and see another host.
    guard !parts[1].hasPrefix("/") else {
      throw .before(.invalidRequest, Self.fault(CURLUE_MALFORMED_INPUT))
    }
    try self.init([text])
  }

  /// Where a redirect leads. Throws `broken` if that cannot be read and `insecure` if it is no longer encrypted.
  func redirected(to location: String) throws(TransferFailure) -> WebAddress {
    let next: WebAddress
    do {
      try RequestCheck.check(url: location.replacing(" ", with: "%20"))
      next = try WebAddress([text, location.replacing(" ", with: "%20")])
    } catch {
      throw TransferFailure(
        kind: .broken, message: "\(shownHost) redirects to an address that cannot be used: \(error.message)",
        mayHaveBeenReceived: true)
    }
    guard next.isEncrypted || !isEncrypted else {
      throw TransferFailure(
        kind: .insecure,
        message:
          "\(shownHost) redirects to \(next.shownHost) by http, which is not encrypted; use another address",
        mayHaveBeenReceived: true)
    }
    return next
  }

  /// Reads the first text, and each further one relative to those before.
  private init(_ texts: [String]) throws(TransferFailure) {
    guard let url = rfc_url_new() else { throw .before(.unavailable, "there is no memory left") }
    defer { rfc_url_free(url) }
    let flags = UInt32(CURLU_DISALLOW_USER | CURLU_URLENCODE)
    for text in texts {
      let code = rfc_url_set(url, String(text.prefix { $0 != "#" }), flags)
      guard code == CURLUE_OK else { throw .before(.invalidRequest, Self.fault(code)) }
    }
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      guard let text = rfc_url_get(url, part, UInt32(flags)) else { return nil }
      defer { rfc_free(text) }
      return String(cString: text)
    }
    guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), ["http", "https"].contains(scheme) else {
      throw .before(.invalidRequest, Self.fault(CURLUE_UNSUPPORTED_SCHEME))
    }
    guard let text = part(CURLUPART_URL), let host = part(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
      let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap(Int.init)
    else { throw .before(.invalidRequest, Self.fault(CURLUE_MALFORMED_INPUT)) }
    self.text = text
    self.scheme = scheme
    self.host = host
    self.port = port
    path = part(CURLUPART_PATH) ?? "/"
  }

  /// Never with the text itself, which may hold a secret.
  private static func fault(_ code: CURLUcode) -> String {
    switch code {
    case CURLUE_USER_NOT_ALLOWED: "the address holds a user or password; give secrets in a header"
    case CURLUE_UNSUPPORTED_SCHEME, CURLUE_BAD_SCHEME:
      "the address begins neither with https:// nor with http://"
    case CURLUE_BAD_PORT_NUMBER: "the address has a port that is none"
    default: "the address is none of the web; write it as in https://example.com/picture.jpg"
    }
  }
}
