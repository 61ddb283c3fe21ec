internal import ReframeSDK
package import YAML

/// Where a provider's secrets are, by their names in the plugin's manifest. Secrets themselves are refused, and
/// never repeated in a message.
package struct SecretMap: Decodable, Sendable {
  /// Where one secret is.
  package struct Entry: Sendable {
    /// The secret's name.
    package let name: String
    /// Where it is.
    package var reference: ProviderSetup.SecretReference
    /// Where this stands in the file; `nil` elsewhere.
    package let mark: YAMLMark?
  }

  /// In the order of the file.
  package var entries: [Entry] = []

  private static let expected =
    "a secret stands in a variable or a file, not here: say {env: NAME} or {file: PATH}"

  /// Reads a mapping of names to `{env: …}` or `{file: …}`, every faulty one of which is noted.
  package init(from decoder: any Decoder) throws {
    guard let mapping = try? YAMLMapping(from: decoder) else { throw SettingFault(Self.expected) }
    for member in mapping.members {
      guard let reference = member.decode(Reference.self) else { continue }
      entries.append(Entry(name: member.key, reference: reference.value, mark: member.mark))
    }
  }

  /// Reads `NAME=env:VARIABLE,NAME=file:PATH`.
  init(_ texts: [String]) throws(SettingFault) {
    for text in texts {
      let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
      let parts = (sides.last ?? "").split(separator: ":", maxSplits: 1).map(String.init)
      guard sides.count == 2, parts.count == 2, ["env", "file"].contains(parts[0]) else {
        throw SettingFault("expected NAME=env:VARIABLE or NAME=file:PATH, and no secret itself")
      }
      let reference = try Reference(
        variable: parts[0] == "env" ? parts[1] : nil, file: parts[0] == "file" ? parts[1] : nil)
      entries.append(Entry(name: sides[0], reference: reference.value, mark: nil))
    }
  }

  /// What is wrong with the whole.
  var fault: String? {
    var seen = Set<String>()
    return entries.map(\.name).first { !seen.insert($0).inserted }.map { "'\($0)' is there twice" }
  }

  private struct Reference: Decodable {
    let value: ProviderSetup.SecretReference

    private enum CodingKeys: CodingKey {
      case env
      case file
    }

    init(from decoder: any Decoder) throws {
      guard let container = try? decoder.container(keyedBy: CodingKeys.self) else {
        throw SettingFault(SecretMap.expected)
      }
      // A fault of the type would repeat what stands there.
      self = try Reference(
        variable: Self.text(container, .env), file: Self.text(container, .file))
    }

    init(variable: String?, file: String?) throws(SettingFault) {
      switch (variable, file) {
      case (let name?, nil):
        let isName = name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0.isLetterOrDigit }
        guard isName, let first = name.utf8.first, !(0x30...0x39).contains(first) else {
          throw SettingFault("'env' is not the name of a variable")
        }
        value = .environment(name)
      case (nil, let path?):
        guard !path.isEmpty, !path.utf8.contains(0) else { throw SettingFault("'file' is no path") }
        value = .file(path)
      default: throw SettingFault(SecretMap.expected)
      }
    }

    private static func text(_ container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys) throws
      -> String?
    {
      guard container.contains(key) else { return nil }
      guard let text = try? container.decode(String.self, forKey: key) else {
        throw SettingFault("'\(key.stringValue)' is not a text")
      }
      return text
    }
  }
}

extension ProviderSetup.SecretReference {
  /// Where it is, for people.
  package var text: String {
    switch self {
    case .environment(let name): "the variable \(name)"
    case .file(let path): "the file \(path)"
    }
  }
}

extension UInt8 {
  /// Whether it is an ASCII letter or digit.
  var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self)
  }
}

extension SettingType where Value == SecretMap {
  /// Where secrets are; a variable has commas between them.
  static let secrets = SettingType(
    parse: { (texts: [String]) throws(SettingFault) in try SecretMap(texts) }, fault: \.fault,
    shown: { $0.entries.map { .string("\($0.name) from \($0.reference.text)") } }, separator: ",")
}
