package import ReframeSDK
internal import YAML

/// A section of the file that holds named entries: what can be said of each, and where they are kept.
package struct EntrySection: Sendable {
  /// One thing that can be said of an entry, for help.
  package struct Key: Sendable {
    /// Such as `providers.NAME.limits.rate`.
    package let name: String
    /// Such as `REFRAME_PROVIDERS_NAME_LIMITS_RATE`.
    package let environment: String
    /// What it takes.
    package let values: String
    /// The default in words.
    package let standard: String
    /// What it decides.
    package let help: String
  }

  /// What is in force for one key of an entry.
  package struct Shown: Sendable {
    /// Such as `providers.eachlabs.limits.rate`.
    package let name: String
    /// Such as `REFRAME_PROVIDERS_EACHLABS_LIMITS_RATE`.
    package let environment: String
    /// The default in words.
    package let standard: String
    /// Each element of a list for itself; empty if nothing was said and there is no default.
    package let values: [(value: JSONValue, origin: SettingOrigin)]
  }

  /// Its name in the file.
  package let name: String
  /// What can be said of each entry.
  package let keys: [Key]
  let slot: any EntrySlot

  init<Entry: SettingEntry>(
    _ name: String, _ path: any WritableKeyPath<ReframeConfiguration, [Entry]> & Sendable
  ) {
    self.name = name
    slot = TypedEntries(section: name, path: path)
    keys = Entry.keys.map { key in
      Key(
        name: "\(name).NAME" + (key.name.isEmpty ? "" : ".\(key.name)"),
        environment: EntrySection.prefix(name) + "NAME" + key.suffix, values: key.values,
        standard: key.standard, help: key.help)
    }
  }

  /// How all variables of the section begin.
  static func prefix(_ section: String) -> String { "REFRAME_\(EntryName.variable(section))_" }
}

/// Where the entries of a section are kept, their type put aside.
protocol EntrySlot: Sendable {
  /// Adds what the file says; answers what is wrong beyond the types.
  func add(_ mapping: YAMLMapping, to settings: inout ReframeConfiguration) -> [YAMLFault]
  /// Puts together what the variables, the file and nobody says; answers what is wrong, each with its place.
  func compose(
    _ variables: [(name: String, text: String)], _ file: ReframeConfiguration?,
    in settings: inout ReframeConfiguration
  ) -> [String]
  /// Drops what does not count in a file that was only come upon; answers each key's name and why.
  func distrust(_ settings: inout ReframeConfiguration) -> [(name: String, reason: String)]
  /// What is in force.
  func shown(_ settings: ReframeConfiguration) -> [EntrySection.Shown]
}

/// Where the entries of a section are kept.
struct TypedEntries<Entry: SettingEntry>: EntrySlot {
  /// More of one kind is a mistake or malice.
  private static var limit: Int { 1_000 }

  let section: String
  let path: any WritableKeyPath<ReframeConfiguration, [Entry]> & Sendable

  func add(_ mapping: YAMLMapping, to settings: inout ReframeConfiguration) -> [YAMLFault] {
    var faults: [YAMLFault] = []
    if mapping.members.count > Self.limit {
      return [YAMLFault(mapping.members[Self.limit].mark, "\(section) has more than \(Self.limit) entries")]
    }
    for member in mapping.members {
      if let fault = Entry.fault(ofName: member.key) {
        faults.append(YAMLFault(member.mark, fault))
        continue
      }
      var entry = Entry(name: member.key, origin: .file(member.mark))
      faults += add(member, to: &entry)
      settings[keyPath: path].append(entry)
    }
    return faults
  }

  private func add(_ member: YAMLMapping.Member, to entry: inout Entry) -> [YAMLFault] {
    guard !member.isNull else { return [] }
    if let short = Entry.short, !member.isMapping || short.isEmpty,
      let key = Entry.keys.first(where: { $0.name == short })
    {
      return add(.member(member), key, to: &entry)
    }
    guard let root = member.decode(ConfigurationLayer.Section.self)?.container else {
      entry.isFaulty = true
      return []
    }
    var faults: [YAMLFault] = []
    var sections: [String: KeyedDecodingContainer<ConfigurationLayer.Name>] = [:]
    for name in Set(Entry.keys.compactMap(\.section)) {
      let section = try? root.decodeIfPresent(
        ConfigurationLayer.Section.self, forKey: .init(stringValue: name))
      sections[name] = section?.container
    }
    for key in Entry.keys {
      guard let container = key.section.map({ sections[$0] }) ?? root else { continue }
      faults += add(.key(container, key.leaf), key, to: &entry)
    }
    return faults
  }

  private func add(_ place: FilePlace, _ key: EntryKey<Entry>, to entry: inout Entry) -> [YAMLFault] {
    let fault = key.slot.add(place, to: &entry)
    if place.isGiven && key.slot.shown(entry).isEmpty { entry.isFaulty = true }
    return fault.map { [$0] } ?? []
  }

  func distrust(_ settings: inout ReframeConfiguration) -> [(name: String, reason: String)] {
    var found: [(name: String, reason: String)] = []
    for index in settings[keyPath: path].indices {
      for key in Entry.keys {
        guard let reason = key.distrust, key.slot.clear(&settings[keyPath: path][index]) else { continue }
        found.append((name(of: key, settings[keyPath: path][index].name), reason))
      }
    }
    return found
  }

  func shown(_ settings: ReframeConfiguration) -> [EntrySection.Shown] {
    settings[keyPath: path].flatMap { entry in
      Entry.keys.map { key in
        EntrySection.Shown(
          name: name(of: key, entry.name),
          environment: EntrySection.prefix(section) + EntryName.variable(entry.name) + key.suffix,
          standard: key.standard, values: key.slot.shown(entry))
      }
    }
  }

  private func name(of key: EntryKey<Entry>, _ entry: String) -> String {
    "\(section).\(entry)" + (key.name.isEmpty ? "" : ".\(key.name)")
  }
}
