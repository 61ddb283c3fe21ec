/// A value of a document, and where it stands.
struct YAMLNode: Sendable {
  /// A key and its value; the key's own place is where an unknown key is reported.
  struct Member: Sendable {
    let key: String
    let mark: YAMLMark
    let value: YAMLNode
  }

  enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([Member])
  }

  let content: Content
  let mark: YAMLMark
  /// How many nodes it is once every alias in it is written out.
  let count: Int
  /// How many levels it has, itself included.
  let depth: Int

  init(_ content: Content, _ mark: YAMLMark) {
    let children: [YAMLNode] =
      switch content {
      case .scalar: []
      case .sequence(let elements): elements
      case .mapping(let members): members.map(\.value)
      }
    self.content = content
    self.mark = mark
    count = children.reduce(1) { $0 + $1.count }
    depth = 1 + (children.map(\.depth).max() ?? 0)
  }

  /// The same value at the place of an alias, so that faults point to where it is used.
  func used(at mark: YAMLMark) -> YAMLNode { YAMLNode(content, mark) }

  var isNull: Bool {
    if case .scalar(.null) = content { return true }
    return false
  }

  /// What it is, as the end of "expected a number, found …".
  var description: String {
    switch content {
    case .scalar(let scalar): scalar.description
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
