/// Swift's `Decoder` over a node. Types are strict: `"1"` is no number and `1` no string.
struct YAMLNodeDecoder: Decoder {
  let node: YAMLNode
  let codingPath: [any CodingKey]
  let session: YAMLSession
  let userInfo: [CodingUserInfoKey: Any] = [:]

  /// Decodes one value.
  static func value<Value: Decodable>(
    _ type: Value.Type, _ node: YAMLNode, _ path: [any CodingKey], _ session: YAMLSession
  ) throws -> Value {
    try Value(from: YAMLNodeDecoder(node: node, codingPath: path, session: session))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .mapping(let members) = node.content else { throw mismatch("a mapping of keys to values") }
    session.open(members, codingPath) { Key(stringValue: $0) != nil }
    return KeyedDecodingContainer(
      YAMLKeyedContainer<Key>(members: members, mark: node.mark, codingPath: codingPath, session: session))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .sequence(let elements) = node.content else { throw mismatch("a list") }
    return YAMLUnkeyedContainer(
      elements: elements, mark: node.mark, codingPath: codingPath, session: session)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  private func mismatch(_ expected: String) -> YAMLFault {
    YAMLFault(node.mark, "expected \(expected), found \(node.description)")
  }
}

extension YAMLNodeDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { node.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .scalar(.bool(let value)) = node.content else { throw mismatch("true or false") }
    return value
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .scalar(let scalar) = node.content else { throw mismatch("a string") }
    switch scalar {
    case .string(let text): return text
    case .null: throw mismatch("a string")
    default:
      throw YAMLFault(node.mark, "expected a string, found \(scalar.description); put it in quotes")
    }
  }

  func decode(_ type: Double.Type) throws -> Double {
    switch node.content {
    case .scalar(.number(let value, _)): return value
    case .scalar(.integer(_, let text)): return Double(text) ?? .nan
    default: throw mismatch("a number")
    }
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

  private func integer<Value: FixedWidthInteger>() throws -> Value {
    guard case .scalar(.integer(let number, let text)) = node.content else {
      throw mismatch("a whole number")
    }
    guard let number, let value = Value(exactly: number) else {
      throw YAMLFault(node.mark, "\(text) is not between \(Value.min) and \(Int(exactly: Value.max) ?? .max)")
    }
    return value
  }
}

/// A key that is only a name or a place in a list.
struct YAMLPathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = "\(intValue)"
    self.intValue = intValue
  }
}
