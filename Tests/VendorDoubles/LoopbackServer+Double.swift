package import ReframeSDK
package import TestSupport

extension LoopbackServer.Request {
  /// The body as JSON; `nil` if it is none.
  package var json: JSONValue? {
    try? JSON.decode(JSONValue.self, from: String(decoding: body, as: UTF8.self), what: "body")
  }
}

extension LoopbackServer.Reply {
  /// An answer of JSON.
  package init(_ status: Int, json: JSONValue, headers: [String: String] = [:]) {
    let text = (try? JSON.encode(json)) ?? ""
    self.init(
      status, headers: headers.merging(["Content-Type": "application/json"]) { first, _ in first },
      body: Array(text.utf8))
  }
}

extension LoopbackServer {
  /// Puts a double behind a socket; the addresses that it gives out are the server's from then on.
  package convenience init(_ double: VendorDouble) throws {
    try self.init { double.respond(to: $0) }
    let origin = url
    double.change { $0.origin = origin }
  }
}
