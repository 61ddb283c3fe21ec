package import ReframeSDK

/// A JSON text, read strictly and within limits: whatever it holds is either a value, or refused with line, column and
/// reason. What is read here was written by strangers.
package struct JSONText: Sendable {
  /// Levels of arrays and objects that are read.
  package static let depthLimit = 32

  /// The value.
  package let value: JSONValue
  private let bytes: [UInt8]
  /// The text itself, which is UTF-8 throughout.
  package var source: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads all of the text. Throws the first fault.
  package init(_ bytes: [UInt8]) throws(JSONFault) {
    self.bytes = bytes
    value = try Self.parse(bytes)
  }

  private static func parse(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONFault> in
      var parser = JSONParser(buffer)
      do throws(JSONFault) {
        return .success(try parser.document())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Where the value stands at whose path a message begins, as in `models[0].limits: …`; the deepest part of the path
  /// that is there counts, and the whole if there is none.
  package func position(of message: String) -> TextPosition {
    bytes.withUnsafeBufferPointer { buffer in
      var search = JSONPathSearch(buffer, path: message)
      return TextPosition(of: search.run(), in: buffer)
    }
  }
}
