internal import ReframeSDK

/// Reads JSON (RFC 8259) from bytes. Stricter than it has to be: a member that is there twice is refused, as two
/// readers would take different ones.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var index = 0
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    // Some editors put a byte order mark before the text.
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
  }

  /// The one value of the whole text.
  mutating func document() throws(JSONFault) -> JSONValue {
    skipSpace()
    guard index < bytes.count else { throw fault("the text is empty") }
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw fault("there is more after the end of the value") }
    return value
  }

  /// The value that begins here.
  mutating func value() throws(JSONFault) -> JSONValue {
    switch current {
    case UInt8(ascii: "{"): return try nested { (parser) throws(JSONFault) in try parser.object() }
    case UInt8(ascii: "["): return try nested { (parser) throws(JSONFault) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default:
      if take("true") { return .bool(true) }
      if take("false") { return .bool(false) }
      if take("null") { return .null }
      throw unexpected("a value")
    }
  }

  /// The byte here; 0 at the end, which is no byte that JSON has a use for.
  private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

  mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard index + count <= bytes.count,
      (0..<count).allSatisfy({ bytes[index + $0] == word.utf8Start[$0] })
    else { return false }
    index += count
    return true
  }

  /// Takes the sign if it comes next, and the space around it.
  mutating func take(sign: UInt8) -> Bool {
    skipSpace()
    guard current == sign, index < bytes.count else { return false }
    index += 1
    skipSpace()
    return true
  }

  private mutating func nested(_ body: (inout JSONParser) throws(JSONFault) -> JSONValue)
    throws(JSONFault) -> JSONValue
  {
    guard depth < JSONText.depthLimit else { throw fault("more than \(JSONText.depthLimit) levels deep") }
    depth += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONFault) -> JSONValue {
    var members: [String: JSONValue] = [:]
    index += 1
    if take(sign: UInt8(ascii: "}")) { return .object(members) }
    repeat {
      let start = index
      let name = try self.name()
      let value = try value()
      guard members.updateValue(value, forKey: name) == nil else {
        throw fault("the member '\(name)' is there twice", at: start)
      }
    } while try another(before: UInt8(ascii: "}"))
    return .object(members)
  }

  /// The name of a member and the colon after it.
  mutating func name() throws(JSONFault) -> String {
    guard current == UInt8(ascii: "\"") else { throw unexpected("the name of a member in double quotes") }
    let name = try string()
    guard take(sign: UInt8(ascii: ":")) else { throw unexpected("':' after the name '\(name)'") }
    return name
  }

  private mutating func array() throws(JSONFault) -> JSONValue {
    var values: [JSONValue] = []
    index += 1
    if take(sign: UInt8(ascii: "]")) { return .array(values) }
    repeat { values.append(try value()) } while try another(before: UInt8(ascii: "]"))
    return .array(values)
  }

  /// Whether a comma says that more follows.
  mutating func another(before close: UInt8) throws(JSONFault) -> Bool {
    let sign = String(UnicodeScalar(close))
    if take(sign: UInt8(ascii: ",")) {
      guard current != close else { throw fault("there is a comma before the '\(sign)'") }
      return true
    }
    guard take(sign: close) else { throw unexpected("',' or '\(sign)'") }
    return false
  }

  /// The text between the quotes that begin here.
  mutating func string() throws(JSONFault) -> String {
    let start = index + 1
    index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        defer { index += 1 }
        return try text(start..<index)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw fault("a control character stands in a text; write it as \\n, \\t or \\u00XX")
      default: index += 1
      }
    }
    throw fault("the text in quotes does not end", at: start - 1)
  }

  private func text(_ range: Range<Int>) throws(JSONFault) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw fault("the text is not written in UTF-8", at: range.lowerBound)
    }
    return text
  }

  /// The rest of a text in which something is escaped.
  private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
    var text = try text(start..<index)
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return text
      case UInt8(ascii: "\\"): text.unicodeScalars.append(try escape())
      case 0..<0x20: throw fault("a control character stands in a text; write it as \\n, \\t or \\u00XX")
      default:
        let plain = index
        while index < bytes.count, bytes[index] >= 0x20, bytes[index] != UInt8(ascii: "\""),
          bytes[index] != UInt8(ascii: "\\")
        { index += 1 }
        text += try self.text(plain..<index)
      }
    }
    throw fault("the text in quotes does not end", at: start - 1)
  }

  private mutating func escape() throws(JSONFault) -> UnicodeScalar {
    let start = index
    index += 2
    let known: [UInt8: UnicodeScalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
      UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    let sign = index <= bytes.count ? bytes[index - 1] : 0
    if let scalar = known[sign] { return scalar }
    guard sign == UInt8(ascii: "u") else { throw fault("there is no such escape", at: start) }
    let first = try hexadecimal(start)
    if let scalar = UnicodeScalar(first) { return scalar }
    // Characters beyond the first 65,536 are written as two halves.
    guard first < 0xdc00, take("\\u"), case let second = try hexadecimal(start),
      (0xdc00..<0xe000).contains(second),
      let scalar = UnicodeScalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw fault("half of a character is escaped without the other half", at: start) }
    return scalar
  }

  private mutating func hexadecimal(_ start: Int) throws(JSONFault) -> UInt32 {
    let digits = bytes[min(index, bytes.count)..<min(index + 4, bytes.count)]
    guard digits.count == 4,
      digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("\\u has four hexadecimal digits after it", at: start) }
    index += 4
    return number
  }

  private mutating func number() throws(JSONFault) -> Double {
    let start = index
    if current == UInt8(ascii: "-") { index += 1 }
    let isZero = current == UInt8(ascii: "0")
    let whole = skipDigits()
    guard whole > 0 else { throw fault("'-' has a digit after it", at: start) }
    guard !isZero || whole == 1 else { throw fault("a number does not begin with 0", at: start) }
    if current == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() > 0 else { throw fault("'.' has a digit after it", at: start) }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      index += 1
      if current == UInt8(ascii: "-") || current == UInt8(ascii: "+") { index += 1 }
      guard skipDigits() > 0 else { throw fault("'e' has a digit after it", at: start) }
    }
    guard let number = Double(String(decoding: bytes[start..<index], as: UTF8.self)), number.isFinite else {
      throw fault("the number is too large", at: start)
    }
    return number
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) { index += 1 }
    return index - start
  }

  private func unexpected(_ wanted: String) -> JSONFault {
    guard index < bytes.count else { return fault("expected \(wanted), and the text ends") }
    switch bytes[index] {
    case UInt8(ascii: "'"): return fault("texts stand in double quotes, not in '…'")
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return fault("JSON has no comments")
    case 0x21...0x7e:
      return fault("expected \(wanted), found '\(UnicodeScalar(bytes[index]))'")
    default: return fault("expected \(wanted)")
    }
  }

  private func fault(_ message: String, at offset: Int? = nil) -> JSONFault {
    JSONFault(position: TextPosition(of: offset ?? index, in: bytes), message: message)
  }
}
