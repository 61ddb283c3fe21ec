/// A scalar by the core schema (https://yaml.org/spec/1.2.2/#103-core-schema): what is in quotes is a string, and
/// only `true` and `false` are booleans.
enum YAMLScalar: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A whole number; `nil` if it does not fit into 64 bits.
  case integer(Int?, text: String)
  case number(Double, text: String)
  case string(String)

  /// Reads a scalar; `isPlain` is one without quotes.
  init(_ text: String, isPlain: Bool) {
    guard isPlain else {
      self = .string(text)
      return
    }
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    default: self = Self.number(text) ?? .string(text)
    }
  }

  private static func number(_ text: String) -> YAMLScalar? {
    let isSigned = text.hasPrefix("-") || text.hasPrefix("+")
    let body = isSigned ? text.dropFirst() : text[...]
    if body.utf8.allSatisfy(isDigit), !body.isEmpty { return .integer(Int(text), text: text) }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where !isSigned && body.hasPrefix(prefix) {
      let digits = body.dropFirst(2)
      let fits = digits.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || isHexLetter($0) }
      // Octal digits end at 7, and `Int` is the judge of what is too long.
      guard fits, !digits.isEmpty, radix == 16 || digits.utf8.allSatisfy({ $0 < UInt8(ascii: "8") }) else {
        return nil
      }
      return .integer(Int(digits, radix: radix), text: text)
    }
    switch body {
    case ".inf", ".Inf", ".INF": return .number(text.hasPrefix("-") ? -.infinity : .infinity, text: text)
    case ".nan", ".NaN", ".NAN": return isSigned ? nil : .number(.nan, text: text)
    default: return isDecimal(body) ? Double(text).map { .number($0, text: text) } : nil
    }
  }

  /// `[0-9]* ( . [0-9]* )? ( [eE] [-+]? [0-9]+ )?` with a digit before the exponent.
  private static func isDecimal(_ body: Substring) -> Bool {
    let parts = body.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    let sides = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.allSatisfy({ $0.utf8.allSatisfy(isDigit) }), sides.contains(where: { !$0.isEmpty }) else {
      return false
    }
    guard parts.count == 2 else { return true }
    let isSigned = parts[1].hasPrefix("-") || parts[1].hasPrefix("+")
    let exponent = isSigned ? parts[1].dropFirst() : parts[1]
    return !exponent.isEmpty && exponent.utf8.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  private static func isHexLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
  }

  /// What it is, as the end of "expected a number, found …".
  var description: String {
    switch self {
    case .null: "nothing"
    case .bool(let value): "\(value)"
    case .integer(_, let text): "the whole number \(text)"
    case .number(_, let text): "the number \(text)"
    case .string(let text): "the string '\(text.count > 60 ? text.prefix(60) + "…" : text)'"
    }
  }
}
