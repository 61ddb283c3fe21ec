/// A list's elements in order. `decodeIfPresent` recovers from faults: it notes them and answers `nil`.
struct YAMLUnkeyedContainer: UnkeyedDecodingContainer {
  let elements: [YAMLNode]
  let mark: YAMLMark
  let codingPath: [any CodingKey]
  let session: YAMLSession
  private(set) var currentIndex = 0

  init(elements: [YAMLNode], mark: YAMLMark, codingPath: [any CodingKey], session: YAMLSession) {
    self.elements = elements
    self.mark = mark
    self.codingPath = codingPath
    self.session = session
  }

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex == elements.count }

  mutating func decodeNil() throws -> Bool {
    guard try peek().isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try Value(from: try decoder())
    currentIndex += 1
    return value
  }

  mutating func decodeIfPresent<Value: Decodable>(_ type: Value.Type) -> Value? {
    guard !isAtEnd, let decoder = try? decoder() else { return nil }
    currentIndex += 1
    guard !decoder.node.isNull else { return nil }
    return session.recover(at: decoder.node, path: decoder.codingPath) { try Value(from: decoder) }
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
    -> KeyedDecodingContainer<Nested>
  {
    let container = try decoder().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try decoder().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try decoder()
    currentIndex += 1
    return decoder
  }

  private func peek() throws -> YAMLNode {
    guard !isAtEnd else { throw YAMLFault(mark, "the list has only \(elements.count) elements") }
    return elements[currentIndex]
  }

  private func decoder() throws -> YAMLNodeDecoder {
    YAMLNodeDecoder(
      node: try peek(), codingPath: codingPath + [YAMLPathKey(intValue: currentIndex)], session: session)
  }
}
