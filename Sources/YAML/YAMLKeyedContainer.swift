/// A mapping's values by key. `decodeIfPresent` recovers from faults: it notes them and answers `nil`.
struct YAMLKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [YAMLNode.Member]
  let mark: YAMLMark
  let codingPath: [any CodingKey]
  let session: YAMLSession
  /// Where each key of a large mapping is, as a search for each of thousands takes seconds.
  private let places: [String: Int]?

  init(members: [YAMLNode.Member], mark: YAMLMark, codingPath: [any CodingKey], session: YAMLSession) {
    self.members = members
    self.mark = mark
    self.codingPath = codingPath
    self.session = session
    places =
      members.count < 32
      ? nil
      : Dictionary(members.indices.map { (members[$0].key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var allKeys: [Key] {
    session.askAll(codingPath)
    return members.compactMap { Key(stringValue: $0.key) }
  }

  func contains(_ key: Key) -> Bool { value(key) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try required(key).isNull }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try YAMLNodeDecoder.value(type, try required(key), codingPath + [key], session)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) -> Value? {
    guard let node = value(key), !node.isNull else { return nil }
    let path = codingPath + [key]
    return session.recover(at: node, path: path) {
      try YAMLNodeDecoder.value(type, node, path, session)
    }
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Nested>
  {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    YAMLNodeDecoder(node: YAMLNode(.mapping(members), mark), codingPath: codingPath, session: session)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func decoder(_ key: Key) throws -> YAMLNodeDecoder {
    YAMLNodeDecoder(node: try required(key), codingPath: codingPath + [key], session: session)
  }

  private func value(_ key: Key) -> YAMLNode? {
    session.ask(key.stringValue, codingPath)
    if let places { return places[key.stringValue].map { members[$0].value } }
    return members.first { $0.key == key.stringValue }?.value
  }

  private func required(_ key: Key) throws -> YAMLNode {
    guard let node = value(key) else {
      throw YAMLFault(mark, "the key '\(key.stringValue)' is missing")
    }
    return node
  }
}
