/// One setting of a named entry as data, as `ConfigurationKey` is for the others.
struct EntryKey<Entry>: Sendable {
  /// Its place below the entry's name, such as `limits.rate`; empty for the entry's own value.
  let name: String
  let slot: any SettingSlot<Entry>
  /// What it takes.
  let values: String
  /// The default in words.
  let standard: String
  /// What it decides.
  let help: String
  /// Why it does not count in a file that merely lies in the current folder; `nil` if it does.
  var distrust: String?

  /// The section below the entry's name; `nil` for the entry itself.
  var section: String? { name.lastIndex(of: ".").map { String(name[..<$0]) } }

  /// Its name within the section.
  var leaf: String { section.map { String(name.dropFirst($0.count + 1)) } ?? name }

  /// What stands behind the entry's name in a variable: `_LIMITS_RATE`.
  var suffix: String { name.isEmpty ? "" : "_" + EntryName.variable(name) }
}

/// Something of which the settings can name several, each with a name of the user's.
protocol SettingEntry: Sendable {
  /// Its name.
  var name: String { get }
  /// Who brought it up first.
  var origin: SettingOrigin { get set }
  /// Whether something about it could not be read, so that what is missing is no news.
  var isFaulty: Bool { get set }
  /// Everything that can be said of it.
  static var keys: [EntryKey<Self>] { get }
  /// What it is, such as `budget`.
  static var noun: String { get }
  /// Names that mean something although nobody wrote them.
  static var standardNames: [String] { get }
  /// The key that a plain value in the place of the whole entry stands for; `nil` if there is none.
  static var short: String? { get }
  /// Why this is no name; `nil` if it is one.
  static func fault(ofName name: String) -> String?
  /// The name that a variable which fits none of the file brings up.
  static func name(ofVariable part: String) -> String
  init(name: String, origin: SettingOrigin)
  /// Fills in what follows from the rest.
  mutating func complete()
  /// What is missing, or does not fit together.
  var fault: String? { get }
}

extension SettingEntry {
  static var short: String? { nil }
  static var standardNames: [String] { [] }
  static func fault(ofName name: String) -> String? { EntryName.fault(name) }
  static func name(ofVariable part: String) -> String { part.lowercased().replacing("_", with: "-") }
  mutating func complete() {}
  var fault: String? { nil }
}

/// The rules for names that users give.
enum EntryName {
  /// Why this is no name; `nil` if it is one.
  static func fault(_ name: String, allowing others: String = "") -> String? {
    let isRight = name.utf8.allSatisfy {
      $0.isLetterOrDigit || "-_.".utf8.contains($0) || others.utf8.contains($0)
    }
    guard isRight, !name.isEmpty, name.utf8.count <= 100, !name.hasPrefix(".") else {
      let more = others.map { ", '\($0)'" }.joined()
      return "the name '\(name.prefix(100))' is not of at most 100 letters, digits, '-', '_'\(more) and '.'"
    }
    return nil
  }

  /// How it stands in a variable's name: capitals, and `_` for what is neither letter nor digit.
  static func variable(_ name: String) -> String {
    String(
      decoding: name.uppercased().utf8.map { $0.isLetterOrDigit ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
  }
}
