/// Why an exchange was not made, or not to its end.
package struct TransferFailure: Error, Equatable, Sendable {
  /// What kind of failure it is.
  package enum Kind: Equatable, Sendable {
    /// The request itself is wrong; nothing was connected to.
    case invalidRequest
    /// The server is at an address that the rule does not allow.
    case forbiddenAddress
    /// There was no connection.
    case unreachable
    /// There was no connection that is encrypted and proves who the server is.
    case insecure
    /// It took too long.
    case timeout
    /// The caller wanted no more of it.
    case cancelled
    /// The answer is longer than allowed.
    case tooLong
    /// The answer is not HTTP, is cut off, or redirects without end.
    case broken
    /// libcurl is missing.
    case unavailable
    /// Whoever was given the answer refused it.
    case refusedByReceiver
  }

  /// What kind of failure it is.
  package var kind: Kind
  /// What went wrong, at which host, and what to do; without any secret.
  package var message: String
  /// Whether the request, or a part of it, may have reached the server.
  package var mayHaveBeenReceived: Bool

  /// A failure with all of its parts.
  package init(kind: Kind, message: String, mayHaveBeenReceived: Bool) {
    self.kind = kind
    self.message = message
    self.mayHaveBeenReceived = mayHaveBeenReceived
  }

  /// One before anything was sent.
  static func before(_ kind: Kind, _ message: String) -> TransferFailure {
    TransferFailure(kind: kind, message: message, mayHaveBeenReceived: false)
  }
}

extension String {
  /// The text as part of a message: short, on one line, without signs that a terminal obeys.
  var shown: String {
    let clean = String(
      String.UnicodeScalarView(
        unicodeScalars.prefix(120).map { $0.properties.generalCategory.isShown ? $0 : "?" }))
    return unicodeScalars.count > 120 ? clean + "…" : clean
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isShown: Bool {
    ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned].contains(self)
  }
}
