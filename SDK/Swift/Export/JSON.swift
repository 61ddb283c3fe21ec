internal import FoundationEssentials

/// The one place where JSON of the contract is read and written.
package enum JSON {
  /// Reads a value; throws `invalidArgument` with `what` it is, unless that is empty, the place and the reason.
  package static func decode<Value: Decodable>(_ type: Value.Type, from text: String, what: String)
    throws(ReframeError) -> Value
  {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch let error as DecodingError {
      throw ReframeError(.invalidArgument, what.isEmpty ? error.place : "\(what): \(error.place)")
    } catch {
      throw ReframeError(.invalidArgument, "\(what): not JSON")
    }
  }

  /// Writes a value with its members in order, so that the same value gives the same text.
  package static func encode(_ value: some Encodable, pretty: Bool = false) throws(ReframeError) -> String {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting =
        pretty
        ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw ReframeError(.internalFault, "\(type(of: value)) cannot be written as JSON: \(error)")
    }
  }
}

extension DecodingError {
  /// Such as `outputs[0].size: expected a number`.
  package var place: String {
    let (context, fault): (Context, String) =
      switch self {
      case .typeMismatch(let type, let context): (context, "expected \(Self.word(for: type))")
      case .valueNotFound(let type, let context): (context, "expected \(Self.word(for: type)), found null")
      case .keyNotFound(let key, let context): (context, "'\(key.stringValue)' is missing")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (Context(codingPath: [], debugDescription: ""), "\(self)")
      }
    let path = context.codingPath.reduce(into: "") { text, key in
      text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? key.stringValue : ".\(key.stringValue)")
    }
    return path.isEmpty ? fault : "\(path): \(fault)"
  }

  /// What JSON calls a type.
  private static func word(for type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is any FixedWidthInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    default: "\(type)".hasPrefix("Array") ? "an array" : "an object"
    }
  }
}
