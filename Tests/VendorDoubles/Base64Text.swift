internal import FoundationEssentials

/// Base64 as the vendors write and read it.
package enum Base64Text {
  /// Writes bytes.
  package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Reads text; `nil` if it is not Base64.
  package static func decode(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }
}
