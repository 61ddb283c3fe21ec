internal import FoundationEssentials
package import ReframeSDK

/// One call of a vendor's API.
package struct VendorRequest: Sendable {
  /// `GET`, `POST`, ….
  package var method: String
  /// Path below the vendor's base, with its slash.
  package var path: String
  /// JSON to send; empty for none.
  package var body: [UInt8]
  /// The most bytes of an answer.
  package var responseLimit: UInt64
  /// How long it may take; 0 for the host's own limit.
  package var timeoutMilliseconds: Int64

  /// What is read of answers that carry addresses only.
  private static let usualLimit: UInt64 = 4 << 20

  /// Makes a call without a body.
  package init(_ method: String, _ path: String) {
    self.method = method
    self.path = path
    body = []
    responseLimit = Self.usualLimit
    timeoutMilliseconds = 0
  }

  /// Makes a call with a JSON body.
  package init(_ method: String, _ path: String, json: JSONValue) throws(ReframeError) {
    self.init(method, path)
    body = Array(try JSON.encode(json).utf8)
  }

  /// Makes a call whose body carries a large text of plain ASCII, such as Base64, in the place that `build` puts the
  /// value it is handed. The text is copied once, and not parsed.
  package init(
    _ method: String, _ path: String, carrying text: [UInt8], _ build: (JSONValue) -> JSONValue
  ) throws(ReframeError) {
    self.init(method, path)
    // Nobody can guess it, so that no prompt is taken for it.
    let mark = UUID().uuidString
    let parts = try JSON.encode(build(.string(mark))).components(separatedBy: mark)
    guard parts.count == 2 else {
      throw ReframeError(.internalFault, "the source has no place in the request")
    }
    body.reserveCapacity(text.count + parts[0].utf8.count + parts[1].utf8.count)
    body += parts[0].utf8
    body += text
    body += parts[1].utf8
    timeoutMilliseconds = Self.uploadTimeout
  }

  /// What a source of many megabytes may take on a slow line.
  package static let uploadTimeout: Int64 = 600_000

  /// A vendor's id as one segment of a path, whatever it holds.
  package static func segment(_ id: String) -> String {
    var text = ""
    for byte in id.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "~"):
        text.append(Character(UnicodeScalar(byte)))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return text
  }
}
