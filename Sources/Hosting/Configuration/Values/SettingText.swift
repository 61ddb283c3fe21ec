internal import ReframeSDK

/// A value that is written as a word or phrase, such as `5m` or `0.05 USD`, the same in the file and in a variable.
package protocol SettingText: Decodable, Sendable {
  /// What is expected, such as `a duration such as 30s`.
  static var expected: String { get }
  /// Reads it, and judges it.
  init(text: String) throws(SettingFault)
  /// As it is written.
  var text: String { get }
}

extension SettingText {
  /// Reads a string; anything else is told what would be right instead of that quotes are missing.
  package init(from decoder: any Decoder) throws {
    guard let text = try? decoder.singleValueContainer().decode(String.self) else {
      throw SettingFault("expected \(Self.expected)")
    }
    self = try Self(text: text)
  }
}

extension SettingType where Value: SettingText {
  /// A word or phrase.
  static var text: SettingType {
    SettingType(
      parse: { (texts: [String]) throws(SettingFault) in try Value(text: texts.last ?? "") },
      fault: { _ in nil }, shown: { [.string($0.text)] })
  }
}

/// One of a few words.
package protocol SettingWord: SettingText, RawRepresentable<String>, CaseIterable, Equatable {}

extension SettingWord {
  package static var expected: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }
  package var text: String { rawValue }

  package init(text: String) throws(SettingFault) {
    if let word = Self(rawValue: text) {
      self = word
      return
    }
    let words = Self.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: text, in: words).map { "; did you mean '\($0)'?" } ?? ""
    throw SettingFault("'\(text)' is none of \(words.joined(separator: ", "))\(hint)")
  }

  /// Reads a word; `true` and `false` are no words.
  package init(from decoder: any Decoder) throws {
    guard let text = try? decoder.singleValueContainer().decode(String.self) else {
      throw SettingFault("expected \(Self.expected)")
    }
    self = try Self(text: text)
  }

  /// All of them, as help shows them.
  static var words: String { allCases.map(\.rawValue).joined(separator: "|") }
}
