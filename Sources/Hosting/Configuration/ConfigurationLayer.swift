internal import YAML

/// The file's settings as its sections and keys give them.
struct ConfigurationLayer: Decodable {
  /// A key of the file.
  struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// A section that is opened, and only then asked.
  struct Section: Decodable {
    let container: KeyedDecodingContainer<Name>

    init(from decoder: any Decoder) throws { container = try decoder.container(keyedBy: Name.self) }
  }

  private(set) var settings = ReframeConfiguration()
  private(set) var faults: [YAMLFault] = []

  init(from decoder: any Decoder) throws {
    let root = try decoder.container(keyedBy: Name.self)
    var sections: [String: KeyedDecodingContainer<Name>] = [:]
    for name in Set(ConfigurationKey.all.compactMap(\.section)) {
      sections[name] = try root.decodeIfPresent(Section.self, forKey: Name(stringValue: name))?.container
    }
    for key in ConfigurationKey.all {
      guard let container = key.section.map({ sections[$0] }) ?? root else { continue }
      if let fault = key.slot.add(.key(container, key.leaf), to: &settings) { faults.append(fault) }
    }
    for section in ConfigurationKey.sections {
      let key = Name(stringValue: section.name)
      guard let mapping = try root.decodeIfPresent(YAMLMapping.self, forKey: key) else { continue }
      faults += section.slot.add(mapping, to: &settings)
    }
  }
}
