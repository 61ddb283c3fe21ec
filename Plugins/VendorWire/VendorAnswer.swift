internal import FoundationEssentials
package import ReframeSDK

/// What a vendor answered.
package struct VendorAnswer: Sendable {
  /// Such as 200.
  package let status: Int
  /// Header fields, names in lower case.
  package let headers: [String: String]
  /// What was received.
  package let body: [UInt8]
  /// The body as JSON; `nil` if it is none. The type that the header names is not asked, as proxies change it.
  package let json: JSONValue?

  /// Makes an answer of an exchange.
  package init(_ response: HTTPResponse) {
    self.init(status: response.status, headers: response.headers, body: response.body)
  }

  /// Makes an answer of its parts.
  init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
    json = try? JSON.decode(JSONValue.self, from: String(decoding: body, as: UTF8.self), what: "")
  }

  /// Whether the status is one of success.
  package var isSuccess: Bool { (200..<300).contains(status) }

  /// What the body is, when it is not JSON.
  package var appearance: String {
    if body.isEmpty { return "an empty body" }
    let type = headers["content-type"]?.split(separator: ";").first.map { $0.trimmed }
    return "\(type.flatMap { $0.isEmpty || $0.hasSuffix("json") ? nil : $0 } ?? "data") that is not JSON"
  }

  /// A number that the body holds at `path` as an amount, read in decimal, of which 38 digits count; `nil` if it is
  /// not there, is negative, or is no whole number of millionths.
  package func amount(at path: [String], unit: String) -> Money? {
    guard let first = path.first,
      let found = try? JSONDecoder().decode([String: Branch].self, from: Data(body))
    else { return nil }
    let leaf = path.dropFirst().reduce(found[first]) { $0?.members[$1] }
    guard let text = leaf?.number, let money = try? Money(decimal: text, unit: unit), money.micros >= 0 else {
      return nil
    }
    return money
  }

  /// JSON of which only decimal numbers matter. They never pass through binary floating point.
  private struct Branch: Decodable {
    var number: String?
    var members: [String: Branch] = [:]

    init(from decoder: any Decoder) throws {
      guard decoder.codingPath.count <= 8 else { return }
      let container = try decoder.singleValueContainer()
      if let decimal = try? container.decode(Decimal.self) {
        number = "\(decimal)"
      } else if let text = try? container.decode(String.self) {
        number = text
      } else if let members = try? container.decode([String: Branch].self) {
        self.members = members
      }
    }
  }
}

extension Substring {
  /// Without blanks at both ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
