/// Finds what is wrong with a request before anything is connected to.
enum RequestCheck {
  private static let urlLimit = 8 << 10
  private static let methodLimit = 16
  private static let headerLimit = 64 << 10
  /// Set by the client alone: two answers to where a request ends would make two requests of one.
  private static let reserved: Set<String> = [
    "accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization",
    "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
  ]

  /// Throws `invalidRequest` with the first fault.
  static func check(_ request: TransferRequest) throws(TransferFailure) {
    let method = request.method.utf8
    guard !method.isEmpty, method.count <= methodLimit, method.allSatisfy({ (65...90).contains($0) }) else {
      throw .before(.invalidRequest, "'\(request.method.shown)' is no method of HTTP; write one such as POST")
    }
    guard request.body.isEmpty || !request.isSafe else {
      throw .before(.invalidRequest, "a request by \(request.method) has no body; use POST to send one")
    }
    try check(url: request.url)
    var size = 0
    for field in request.headers + request.secretHeaders {
      try check(header: field.name, field.value)
      size += field.name.utf8.count + field.value.utf8.count
    }
    guard size <= headerLimit else {
      throw .before(.invalidRequest, "the request's headers are longer than \(headerLimit >> 10) KiB")
    }
  }

  /// Throws for what can be no address whatever it means: its text is not shown, as it may hold a secret.
  static func check(url: String) throws(TransferFailure) {
    guard url.utf8.count <= urlLimit else {
      throw .before(.invalidRequest, "the address has more than \(urlLimit >> 10) KiB")
    }
    // The backslash is a slash to some and none to others, who then see another host.
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != 0x5c }) else {
      throw .before(
        .invalidRequest,
        "the address has a space, a backslash or a control character; write them as %20 and so on")
    }
  }

  private static func check(header name: String, _ value: String) throws(TransferFailure) {
    guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
      throw .before(.invalidRequest, "'\(name.shown)' is no name of a header")
    }
    guard !reserved.contains(name.lowercased()) else {
      throw .before(.invalidRequest, "the header '\(name.shown)' is the client's to set")
    }
    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
      throw .before(
        .invalidRequest, "the value of the header '\(name.shown)' has a line end or control character")
    }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
