package import ReframeSDK

/// A request as a vendor's server sees it.
package struct WireRequest: Sendable {
  /// `GET`, `POST`, ….
  package var method: String
  /// Path and query.
  package var target: String
  /// Header fields, names in lower case.
  package var headers: [String: String]
  /// What was sent.
  package var body: [UInt8]

  /// Makes a request.
  package init(method: String, target: String, headers: [String: String], body: [UInt8]) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The path without the query.
  package var path: String { String(target.prefix { $0 != "?" }) }

  /// The body as JSON; `nil` if it is none.
  package var json: JSONValue? {
    try? JSON.decode(JSONValue.self, from: String(decoding: body, as: UTF8.self), what: "body")
  }
}

/// What a vendor's server answers, and how the connection dies.
package struct WireReply: Sendable {
  /// What happens to the connection instead of a whole answer.
  package enum Fault: Equatable, Sendable {
    /// Closed before a byte of the answer.
    case close
    /// Nothing ever comes.
    case hang
    /// Closed after so many bytes of the body.
    case truncate(after: Int)
    /// The body comes drop by drop.
    case slow
  }

  /// Such as 200.
  package var status: Int
  /// Header fields.
  package var headers: [String: String]
  /// What is sent.
  package var body: [UInt8]
  /// What goes wrong on the way.
  package var fault: Fault?

  /// Makes an answer of bytes.
  package init(_ status: Int, _ headers: [String: String] = [:], body: [UInt8] = [], fault: Fault? = nil) {
    self.status = status
    self.headers = headers
    self.body = body
    self.fault = fault
  }

  /// Makes an answer of JSON.
  package init(_ status: Int, json: JSONValue, headers: [String: String] = [:]) {
    let text = (try? JSON.encode(json)) ?? ""
    self.init(
      status, headers.merging(["Content-Type": "application/json"]) { first, _ in first },
      body: Array(text.utf8))
  }
}
