internal import CYAML

/// The one place where libyaml is called: a document's events, one after another.
final class YAMLEvents {
  enum Kind {
    case end
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  /// What libyaml met, where, and how it was decorated.
  struct Event {
    let kind: Kind
    let mark: YAMLMark
    var anchor: String?
    var tag: String?
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// Begins to read UTF-8. `nil` if memory is lacking.
  init?(_ text: [UInt8]) {
    parser = .allocate(capacity: 1)
    bytes = .allocate(capacity: text.count)
    _ = bytes.initialize(from: text)
    guard yaml_parser_initialize(parser) == 1 else {
      bytes.deallocate()
      parser.deallocate()
      return nil
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The next event that matters; throws where the text is no YAML.
  func next() throws(YAMLFault) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
    defer { yaml_event_delete(&event) }
    let mark = Self.mark(event.start_mark)
    let data = event.data
    switch event.type {
    case YAML_STREAM_START_EVENT: return try next()
    case YAML_DOCUMENT_START_EVENT: return Event(kind: .documentStart, mark: mark)
    case YAML_DOCUMENT_END_EVENT: return Event(kind: .documentEnd, mark: mark)
    case YAML_ALIAS_EVENT: return Event(kind: .alias(Self.text(data.alias.anchor) ?? ""), mark: mark)
    case YAML_SCALAR_EVENT:
      let value = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
      let scalar = YAMLScalar(
        String(decoding: value, as: UTF8.self), isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
      return Event(
        kind: .scalar(scalar), mark: mark, anchor: Self.text(data.scalar.anchor),
        tag: Self.text(data.scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      return Event(
        kind: .sequenceStart, mark: mark, anchor: Self.text(data.sequence_start.anchor),
        tag: Self.text(data.sequence_start.tag))
    case YAML_SEQUENCE_END_EVENT: return Event(kind: .sequenceEnd, mark: mark)
    case YAML_MAPPING_START_EVENT:
      return Event(
        kind: .mappingStart, mark: mark, anchor: Self.text(data.mapping_start.anchor),
        tag: Self.text(data.mapping_start.tag))
    case YAML_MAPPING_END_EVENT: return Event(kind: .mappingEnd, mark: mark)
    default: return Event(kind: .end, mark: mark)
    }
  }

  private var fault: YAMLFault {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "memory is lacking"
    // A fault of the bytes has no place of its own; the reader stands where it met it.
    let isOfBytes = parser.pointee.error == YAML_READER_ERROR
    let mark = Self.mark(isOfBytes ? parser.pointee.mark : parser.pointee.problem_mark)
    return YAMLFault(mark, "this is not YAML: \(problem)")
  }

  private static func mark(_ mark: yaml_mark_t) -> YAMLMark {
    YAMLMark(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private static func text(_ text: UnsafeMutablePointer<UInt8>?) -> String? {
    text.map { String(cString: $0) }
  }
}
