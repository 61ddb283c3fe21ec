internal import ReframeSDK

/// Walks through a text that is known to be JSON, along a path such as `models[0].limits`.
struct JSONPathSearch {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var parser: JSONParser
  private var path: Substring

  /// The path may be followed by anything; what is no part of it ends the walk.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String) {
    self.bytes = bytes
    parser = JSONParser(bytes)
    self.path = path[...]
  }

  /// Where the last value begins that the path leads to; for a member of an object, where its name does.
  mutating func run() -> Int {
    parser.skipSpace()
    var found = parser.index
    while let next = try? step() { found = next }
    return found
  }

  /// Goes to the next value; answers where it stands, or `nil` if the path leads no further.
  private mutating func step() throws(JSONFault) -> Int? {
    guard parser.index < bytes.count else { return nil }
    switch bytes[parser.index] {
    case UInt8(ascii: "{"): return try member()
    case UInt8(ascii: "["): return try element()
    default: return nil
    }
  }

  /// Names may hold dots, so that of all members whose names fit, the longest is meant.
  private mutating func member() throws(JSONFault) -> Int? {
    if path.first == "." { path.removeFirst() }
    var best: (name: String, start: Int, parser: JSONParser)?
    _ = parser.take(sign: UInt8(ascii: "{"))
    repeat {
      let start = parser.index
      let name = try parser.name()
      let rest = path.dropFirst(name.count)
      let isNext = path.hasPrefix(name) && (rest.isEmpty || ".[:".contains(rest.first ?? "."))
      if isNext, name.count > best?.name.count ?? -1 { best = (name, start, parser) }
      _ = try parser.value()
    } while try parser.another(before: UInt8(ascii: "}"))
    guard let best else { return nil }
    path = path.dropFirst(best.name.count)
    parser = best.parser
    return best.start
  }

  private mutating func element() throws(JSONFault) -> Int? {
    let digits = path.dropFirst().prefix { $0 != "]" }
    guard path.first == "[", let wanted = Int(digits) else { return nil }
    path = path.dropFirst(digits.count + 2)
    _ = parser.take(sign: UInt8(ascii: "["))
    for _ in 0..<max(0, wanted) {
      _ = try parser.value()
      guard try parser.another(before: UInt8(ascii: "]")) else { return nil }
    }
    return parser.index
  }
}
