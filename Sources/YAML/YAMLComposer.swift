/// Builds the tree of nodes from events, and holds it to the limits that keep a hostile file harmless.
struct YAMLComposer {
  /// The deepest nesting, aliases written out.
  static let depthLimit = 64
  /// The most nodes, aliases written out: nine lines of aliases to aliases are a billion (the "billion laughs").
  static let countLimit = 100_000

  private let events: YAMLEvents
  private var anchors: [String: YAMLNode] = [:]
  private var count = 0
  /// What is wrong although the rest can be read.
  private(set) var faults: [YAMLFault] = []

  init(_ events: YAMLEvents) { self.events = events }

  /// The only document's root, or `nil` if the text is empty. Throws what makes reading on pointless.
  mutating func document() throws(YAMLFault) -> YAMLNode? {
    guard case .documentStart = try events.next().kind else { return nil }
    let root = try node(try events.next(), depth: 1)
    _ = try events.next()
    let after = try events.next()
    if case .documentStart = after.kind {
      faults.append(YAMLFault(after.mark, "a second document begins here; a file holds one"))
    }
    return root
  }

  private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(YAMLFault) -> YAMLNode {
    if let tag = event.tag {
      faults.append(YAMLFault(event.mark, "there are no tags such as '\(tag)' here; leave it out"))
    }
    let node: YAMLNode
    switch event.kind {
    case .alias(let name):
      guard let target = anchors[name] else {
        faults.append(YAMLFault(event.mark, "there is no anchor '&\(name)' before this"))
        return YAMLNode(.scalar(.null), event.mark)
      }
      try charge(target.count, at: event.mark, depth: depth + target.depth - 1)
      return target.used(at: event.mark)
    case .scalar(let scalar):
      try charge(1, at: event.mark, depth: depth)
      node = YAMLNode(.scalar(scalar), event.mark)
    case .sequenceStart:
      try charge(1, at: event.mark, depth: depth)
      node = YAMLNode(.sequence(try elements(depth: depth + 1)), event.mark)
    default:
      try charge(1, at: event.mark, depth: depth)
      node = YAMLNode(.mapping(try members(depth: depth + 1)), event.mark)
    }
    if let anchor = event.anchor { anchors[anchor] = node }
    return node
  }

  private mutating func charge(_ nodes: Int, at mark: YAMLMark, depth: Int) throws(YAMLFault) {
    count += nodes
    guard depth <= Self.depthLimit else {
      throw YAMLFault(mark, "this is nested more than \(Self.depthLimit) levels deep")
    }
    guard count <= Self.countLimit else {
      throw YAMLFault(mark, "with this there are more than \(Self.countLimit) values, aliases written out")
    }
  }

  private mutating func elements(depth: Int) throws(YAMLFault) -> [YAMLNode] {
    var elements: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { return elements }
      elements.append(try node(event, depth: depth))
    }
  }

  private mutating func members(depth: Int) throws(YAMLFault) -> [YAMLNode.Member] {
    var members: [YAMLNode.Member] = []
    var lines: [String: Int] = [:]
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { return members }
      let key = try node(event, depth: depth)
      let value = try node(try events.next(), depth: depth)
      guard let name = key.name else {
        faults.append(YAMLFault(key.mark, "expected a word as key, found \(key.description)"))
        continue
      }
      if let line = lines[name] {
        faults.append(YAMLFault(key.mark, "the key '\(name)' is there already, in line \(line)"))
        continue
      }
      lines[name] = key.mark.line
      members.append(YAMLNode.Member(key: name, mark: key.mark, value: value))
    }
  }
}

extension YAMLNode {
  /// As a key: numbers and words as they are written.
  fileprivate var name: String? {
    switch content {
    case .scalar(.string(let text)), .scalar(.integer(_, let text)), .scalar(.number(_, let text)): text
    case .scalar(.bool(let value)): "\(value)"
    default: nil
    }
  }
}
