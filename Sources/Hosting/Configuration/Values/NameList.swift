internal import ReframeSDK
package import YAML

/// Names in an order that matters, each once; a single one may stand without a list.
package struct NameList: Decodable, Sendable {
  /// A name of the list.
  package struct Name: Equatable, Sendable {
    /// What it says.
    package let text: String
    /// Where it stands in the file; `nil` elsewhere.
    package let mark: YAMLMark?
  }

  /// More is a mistake or malice.
  private static let limit = 100

  package let names: [Name]

  /// The names alone.
  package var texts: [String] { names.map(\.text) }

  package init(_ texts: [String]) { names = texts.map { Name(text: $0, mark: nil) } }

  /// Reads a list, every faulty element of which is noted, or one name.
  package init(from decoder: any Decoder) throws {
    guard var container = try? decoder.unkeyedContainer() else {
      guard let one = try? YAMLLocated<String>(from: decoder) else {
        throw SettingFault("expected a name or a list of names")
      }
      names = [Name(text: one.value, mark: one.mark)]
      return
    }
    var names: [Name] = []
    while !container.isAtEnd {
      guard let found = try container.decodeIfPresent(YAMLLocated<String>.self) else { continue }
      names.append(Name(text: found.value, mark: found.mark))
    }
    self.names = names
  }

  /// What is wrong with the list as such.
  var fault: String? {
    if names.isEmpty { return "this names nothing; leave it out" }
    if names.count > Self.limit { return "this names more than \(Self.limit)" }
    if names.contains(where: { $0.text.isEmpty }) { return "a name is empty" }
    var seen = Set<String>()
    return texts.first { !seen.insert($0).inserted }.map { "'\($0)' is there twice" }
  }
}

extension SettingType where Value == NameList {
  /// Names in an order that matters; a variable has commas between them.
  static let names = SettingType(
    parse: { NameList($0) }, fault: \.fault, shown: { $0.texts.map { .string($0) } }, separator: ",")
}

/// Address ranges, each once.
package struct RangeList: Decodable, Sendable {
  package let ranges: [AddressRange]

  /// Reads a list, every faulty element of which is noted.
  package init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var ranges: [AddressRange] = []
    while !container.isAtEnd {
      if let range = try container.decodeIfPresent(AddressRange.self) { ranges.append(range) }
    }
    self.ranges = ranges
  }

  init(_ texts: [String]) throws(SettingFault) {
    var ranges: [AddressRange] = []
    for text in texts { ranges.append(try AddressRange(text: text)) }
    self.ranges = ranges
  }
}

extension SettingType where Value == RangeList {
  /// Address ranges; a variable has commas between them, as addresses have colons.
  static let ranges = SettingType(
    parse: { (texts: [String]) throws(SettingFault) in try RangeList(texts) },
    fault: { list in
      var seen = Set<String>()
      return list.ranges.map(\.text).first { !seen.insert($0).inserted }.map { "'\($0)' is there twice" }
    },
    shown: { $0.ranges.map { .string($0.text) } }, separator: ",")
}
