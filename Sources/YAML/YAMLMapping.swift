/// A mapping whose keys are names of the user's: all are taken, each with its place.
package struct YAMLMapping: Decodable {
  /// A key and its value.
  package struct Member {
    /// The key.
    package let key: String
    /// The key's first character.
    package let mark: YAMLMark
    let decoder: YAMLNodeDecoder

    /// Whether nothing stands behind the key.
    package var isNull: Bool { decoder.node.isNull }

    /// Whether it is a mapping, not a word, a number or a list.
    package var isMapping: Bool {
      if case .mapping = decoder.node.content { return true }
      return false
    }

    /// Decodes the value. Its faults are noted, and there is no value then.
    package func decode<Value: Decodable>(_ type: Value.Type) -> Value? {
      decoder.session.recover(at: decoder.node, path: decoder.codingPath) { try Value(from: decoder) }
    }
  }

  /// The keys in the file's order.
  package let members: [Member]

  package init(from decoder: any Decoder) throws {
    _ = try decoder.container(keyedBy: YAMLPathKey.self)
    guard let decoder = decoder as? YAMLNodeDecoder, case .mapping(let found) = decoder.node.content else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "this is read from YAML alone"))
    }
    decoder.session.askAll(decoder.codingPath)
    members = found.map { member in
      Member(
        key: member.key, mark: member.mark,
        decoder: YAMLNodeDecoder(
          node: member.value, codingPath: decoder.codingPath + [YAMLPathKey(stringValue: member.key)],
          session: decoder.session))
    }
  }
}
