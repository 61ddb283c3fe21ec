internal import StrictJSON
internal import ReframeSDK

/// A signature or an expression that is being read, word by word.
struct ForeignText {
  /// The smallest parts of it.
  enum Word: Equatable {
    case name(String)
    case whole(Int64)
    case real(Double)
    case text(String)
    case sign(String)
    case end
  }

  /// Where in the manifest it stands.
  let place: JSONPlace
  private let characters: [Character]
  private var position = 0

  /// The longest that is read.
  private static let lengthLimit = 1000
  private static let signs = ["...", "==", "!=", "<=", ">=", "&&", "||", "??"]

  init(_ text: String, at place: JSONPlace) throws(ReframeError) {
    self.place = place
    characters = Array(text)
    guard characters.count <= Self.lengthLimit else {
      throw place.fault("has more than \(Self.lengthLimit) characters")
    }
  }

  /// A fault that says where reading stopped.
  func fault(_ message: String) -> ReframeError {
    let rest = String(characters[min(position, characters.count)...].prefix(20))
    return place.fault(rest.isEmpty ? "\(message) at the end" : "\(message) at '\(rest)'")
  }

  /// The next word, which is not taken.
  func peek() throws(ReframeError) -> Word {
    var copy = self
    return try copy.next()
  }

  /// Takes the next word.
  mutating func next() throws(ReframeError) -> Word {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    guard position < characters.count else { return .end }
    let first = characters[position]
    if Self.isLetter(first) { return .name(take { Self.isLetter($0) || Self.isDigit($0) }) }
    if Self.isDigit(first) { return try number() }
    if first == "'" { return try quoted() }
    let rest = String(characters[position...].prefix(3))
    let sign = Self.signs.first { rest.hasPrefix($0) } ?? String(first)
    guard sign.count > 1 || "()[]{},.*+-/%<>!?:=".contains(first) else { throw fault("unexpected character") }
    position += sign.count
    return .sign(sign)
  }

  /// Takes that sign if it comes next.
  mutating func take(_ sign: String) throws(ReframeError) -> Bool {
    guard try peek() == .sign(sign) else { return false }
    _ = try next()
    return true
  }

  /// Takes that word if it comes next.
  mutating func takeWord(_ word: String) throws(ReframeError) -> Bool {
    guard try peek() == .name(word) else { return false }
    _ = try next()
    return true
  }

  /// Takes a `void` where nothing but `)` follows it.
  mutating func takeVoid() throws(ReframeError) -> Bool {
    var ahead = self
    guard try ahead.takeWord("void"), try ahead.peek() == .sign(")") else { return false }
    self = ahead
    return true
  }

  /// Takes that sign, which must come next.
  mutating func expect(_ sign: String) throws(ReframeError) {
    guard try take(sign) else { throw fault("expected '\(sign)'") }
  }

  /// Takes a name, which must come next.
  mutating func name(_ what: String) throws(ReframeError) -> String {
    guard case .name(let name) = try peek() else { throw fault("expected \(what)") }
    _ = try next()
    return name
  }

  /// Takes what stands in brackets, up to the one that closes; the first has been taken.
  mutating func bracketed() throws(ReframeError) -> String {
    let start = position
    var depth = 1
    while position < characters.count {
      if characters[position] == "[" { depth += 1 }
      if characters[position] == "]" { depth -= 1 }
      position += 1
      if depth == 0 { return String(characters[start..<position - 1]) }
    }
    throw fault("expected ']'")
  }

  private mutating func number() throws(ReframeError) -> Word {
    let isHexadecimal =
      characters[position] == "0" && position + 1 < characters.count && characters[position + 1] == "x"
    if isHexadecimal {
      position += 2
      let digits = take { $0.isHexDigit }
      guard let value = Int64(digits, radix: 16) else { throw fault("'0x\(digits)' is no number of 64 bits") }
      return .whole(value)
    }
    var digits = take { Self.isDigit($0) }
    if position + 1 < characters.count, characters[position] == ".", Self.isDigit(characters[position + 1]) {
      position += 1
      digits += "." + take { Self.isDigit($0) }
      guard let value = Double(digits) else { throw fault("'\(digits)' is no number") }
      return .real(value)
    }
    guard let value = Int64(digits) else { throw fault("'\(digits)' is beyond 64 bits") }
    return .whole(value)
  }

  private mutating func quoted() throws(ReframeError) -> Word {
    position += 1
    let inner = take { $0 != "'" }
    guard position < characters.count else { throw fault("expected ' behind a text") }
    position += 1
    return .text(inner)
  }

  private mutating func take(while belongs: (Character) -> Bool) -> String {
    let start = position
    while position < characters.count, belongs(characters[position]) { position += 1 }
    return String(characters[start..<position])
  }

  private static func isLetter(_ character: Character) -> Bool {
    character.isASCII && character.isLetter || character == "_"
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
