/// A YAML file taken in: its values with their places, and what is wrong with it so far.
package struct YAMLDocument: Sendable {
  /// The largest file that is read, in bytes.
  package static let sizeLimit = 1 << 20

  /// What a decoding gave: the value unless it is beyond reading, and everything that is wrong.
  package struct Decoded<Value> {
    /// The value, without its faulty parts.
    package let value: Value?
    /// Every fault, in the file's order.
    package let faults: [YAMLFault]
  }

  private let root: YAMLNode?
  private let faults: [YAMLFault]
  private let isReadable: Bool

  /// Parses UTF-8 of one document; empty text is an empty mapping. Duplicate keys, tags, unknown anchors and further
  /// documents are faults; so is more than 1 MiB, 64 levels or 100,000 values with all aliases written out.
  package init(_ text: [UInt8]) {
    let start = YAMLMark(line: 1, column: 1)
    guard text.count <= Self.sizeLimit else {
      (root, isReadable) = (nil, false)
      faults = [YAMLFault(start, "the file has more than \(Self.sizeLimit) bytes")]
      return
    }
    guard let events = YAMLEvents(text) else {
      (root, isReadable) = (nil, false)
      faults = [YAMLFault(start, "memory is lacking")]
      return
    }
    var composer = YAMLComposer(events)
    do throws(YAMLFault) {
      let node = try composer.document()
      root = node.flatMap { $0.isNull ? nil : $0 } ?? YAMLNode(.mapping([]), start)
      faults = composer.faults
      isReadable = true
    } catch {
      (root, isReadable) = (nil, false)
      faults = composer.faults + [error]
    }
  }

  /// Decodes the document and collects every fault instead of stopping at the first: an optional part that cannot
  /// be read becomes `nil`, and a key that nobody asks for is a fault. `nearest` finds the known key that somebody
  /// may have meant.
  package func decode<Value: Decodable>(
    _ type: Value.Type, nearest: @escaping (String, [String]) -> String?
  ) -> Decoded<Value> {
    guard isReadable, let root else { return Decoded(value: nil, faults: faults) }
    let session = YAMLSession()
    let value = session.recover(at: root, path: []) { try YAMLNodeDecoder.value(type, root, [], session) }
    let all = faults + session.faults + session.unknownKeys(nearest: nearest)
    return Decoded(value: value, faults: all.sorted { ($0.mark, $0.message) < ($1.mark, $1.message) })
  }
}

/// A decoded value that knows where it stands.
package struct YAMLLocated<Value: Decodable>: Decodable {
  /// The value.
  package let value: Value
  /// Its first character.
  package let mark: YAMLMark

  package init(from decoder: any Decoder) throws {
    value = try Value(from: decoder)
    mark = (decoder as? YAMLNodeDecoder)?.node.mark ?? YAMLMark(line: 1, column: 1)
  }
}
