internal import FoundationEssentials
import ReframeSDK

/// A result as a vendor names it.
enum CloudResult: Equatable {
  /// Where it can be fetched.
  case address(String)
  /// The file itself, from a `data:` address.
  case file(mediaType: String, [UInt8])
  /// Something else.
  case unreadable(String)

  /// The results in a value: a text, an object with a `url`, or an array of these.
  static func all(_ value: JSONValue) -> [CloudResult] {
    switch value {
    case .string(let text): [CloudResult(text)]
    case .array(let values): values.flatMap(all)
    case .object(let members): members["url"].map(all) ?? []
    default: []
    }
  }

  private init(_ text: String) {
    if text.hasPrefix("https://") || text.hasPrefix("http://") {
      self = .address(text)
    } else if text.hasPrefix("data:"), let comma = text.firstIndex(of: ","),
      text[..<comma].hasSuffix(";base64"),
      let data = Data(base64Encoded: String(text[text.index(after: comma)...])),
      !data.isEmpty
    {
      let type = text[..<comma].dropFirst("data:".count).prefix { $0 != ";" }
      self = .file(mediaType: type.isEmpty ? "application/octet-stream" : String(type), [UInt8](data))
    } else {
      self = .unreadable(String(text.prefix(60)))
    }
  }
}
