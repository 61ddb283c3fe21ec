/// One exchange to be made.
package struct TransferRequest: Sendable {
  /// Such as `GET`, in capitals.
  package var method: String
  /// Where to, `https://…`; plain `http` only to addresses that the rule opens by name.
  package var url: String
  /// Beside those that the client sets itself. One without a value is sent empty.
  package var headers: [(name: String, value: String)] = []
  /// Headers that carry a secret: never sent to another origin than the url's, never shown.
  package var secretHeaders: [(name: String, value: String)] = []
  /// What is sent; `GET` and `HEAD` have none.
  package var body: [UInt8] = []
  /// Bytes that the answer's body may have.
  package var responseLimit = 64 << 20
  /// Time for everything, redirects and further tries too.
  package var timeoutMilliseconds: Int64 = 60_000
  /// How many redirects are followed, for `GET` and `HEAD` only; every one is judged. With 0 a redirect is an
  /// answer like others.
  package var redirectLimit = 0

  /// A request without headers and body.
  package init(_ method: String, _ url: String) {
    self.method = method
    self.url = url
  }

  /// Whether it may be made twice without harm.
  var isSafe: Bool { method == "GET" || method == "HEAD" }
}

/// The head of an answer.
package struct TransferHead: Equatable, Sendable {
  /// Such as 200.
  package var status: Int
  /// Names in lower case; the values of a repeated one are joined by a comma.
  package var headers: [String: String]
  /// Where it came from: the last address after redirects.
  package var url: String

  /// A head with all of its parts.
  package init(status: Int, headers: [String: String], url: String) {
    self.status = status
    self.headers = headers
    self.url = url
  }
}

/// What is noted of one exchange with one server: no query, no headers.
package struct TransferRecord: Equatable, Sendable {
  /// Such as `GET`.
  package var method: String
  /// The server's name, with its port if that is unusual.
  package var host: String
  /// The path without its query.
  package var path: String
  /// What was answered; `nil` if there was no answer.
  package var status: Int?
  /// Bytes of the answer's body that were received.
  package var bytes: Int
  /// How long it took.
  package var milliseconds: Int64
  /// Why it failed; `nil` if it did not.
  package var failure: TransferFailure.Kind?
}
