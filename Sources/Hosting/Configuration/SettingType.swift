internal import ReframeSDK

/// Why a text or value is not what a setting takes.
package struct SettingFault: Error, CustomStringConvertible {
  /// What is wrong and what would be right.
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// What the values of a setting are: how they are read from text, judged and shown.
struct SettingType<Value: Decodable & Sendable>: Sendable {
  /// Reads what stands in a variable or behind an option.
  let parse: @Sendable ([String]) throws(SettingFault) -> Value
  /// Why a value of the right type is still wrong.
  let fault: @Sendable (Value) -> String?
  /// What a listing shows, each element of a list for itself.
  let shown: @Sendable (Value) -> [JSONValue]
  /// What stands between several values in a variable; `nil` if there is only one.
  var separator: Character?
  /// Whether the values of all voices count, one after another, and not only those of the strongest.
  var joinsVoices = false
}

extension SettingType where Value == String {
  /// One of a few words.
  static func choice(_ words: [String]) -> SettingType {
    SettingType(
      parse: { $0.last ?? "" },
      fault: { word in
        guard !words.contains(word) else { return nil }
        let hint = Spelling.nearest(to: word, in: words).map { "; did you mean '\($0)'?" } ?? ""
        return "'\(word)' is none of \(words.joined(separator: ", "))\(hint)"
      },
      shown: { [.string($0)] })
  }

  /// The id of a plugin.
  static let plugin = SettingType(
    parse: { $0.last ?? "" }, fault: { $0.isEmpty ? "the id of a plugin is empty" : nil },
    shown: { [.string($0)] })
}

extension SettingType where Value == String {
  /// A file.
  static let path = SettingType(
    parse: { $0.last ?? "" },
    fault: { path in
      if path.isEmpty { return "the path is empty" }
      return path.utf8.contains(0) || path.hasSuffix("/") ? "this is not the path of a file" : nil
    },
    shown: { [.string($0)] })
}

extension SettingType where Value == Int {
  /// A whole number from 1 on, perhaps to a last one.
  static func positive(to last: Int? = nil) -> SettingType {
    SettingType(
      parse: { (texts: [String]) throws(SettingFault) in
        let text = texts.last ?? ""
        guard let number = Int(text) else { throw SettingFault("'\(text)' is not a whole number") }
        return number
      },
      fault: { number in
        guard let last else { return number < 1 ? "\(number) is not a positive number" : nil }
        return (1...last).contains(number) ? nil : "\(number) is not between 1 and \(last)"
      },
      shown: { [.number(Double($0))] })
  }
}

extension SettingType where Value == Double {
  /// A number from 0 to 1.
  static let share = SettingType(
    parse: { (texts: [String]) throws(SettingFault) in
      let text = texts.last ?? ""
      guard let number = Double(text) else { throw SettingFault("'\(text)' is not a number") }
      return number
    },
    fault: { (0...1).contains($0) ? nil : "\($0) is not a share between 0 and 1" },
    shown: { [.number($0)] })
}

extension SettingType where Value == Bool {
  /// `true` or `false`.
  static let truth = SettingType(
    parse: { (texts: [String]) throws(SettingFault) in
      let text = texts.last ?? ""
      guard let value = Bool(text) else { throw SettingFault("'\(text)' is neither true nor false") }
      return value
    },
    fault: { _ in nil }, shown: { [.bool($0)] })
}

extension SettingType where Value == FillChoice {
  /// A fill, perhaps with parameters.
  static let fill = SettingType(
    parse: { (texts: [String]) throws(SettingFault) in try FillChoice(texts.last ?? "") },
    fault: { $0.id.isEmpty ? "the id of a plugin is empty" : nil }, shown: { [$0.json] })
}

/// Folders, in the order of search.
package struct FolderList: Decodable, Sendable {
  package var paths: [String]

  package init(_ paths: [String]) { self.paths = paths }

  /// Reads a list, every faulty element of which is noted.
  package init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    paths = []
    while !container.isAtEnd {
      if let path = try container.decodeIfPresent(String.self), !path.isEmpty { paths.append(path) }
    }
  }
}

extension SettingType where Value == FolderList {
  /// Folders.
  static let folders = SettingType(
    parse: { FolderList($0.filter { !$0.isEmpty }) }, fault: { _ in nil },
    shown: { $0.paths.map { .string($0) } }, separator: ":", joinsVoices: true)
}
