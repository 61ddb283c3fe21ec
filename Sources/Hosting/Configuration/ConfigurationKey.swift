internal import ReframeSDK
internal import YAML

/// One setting as data: the file's keys, the variables' names, the listings and the help are all made from it.
package struct ConfigurationKey: Sendable {
  /// Its place in the file, such as `output.quality`.
  package let name: String
  /// The option of the command line that overrules it, without dashes.
  package let option: String?
  /// What it takes, such as `1 to 100`.
  package let values: String
  /// The default in words.
  package let standard: String
  /// What it decides.
  package let help: String
  let slot: any SettingSlot

  init(
    _ name: String, _ slot: any SettingSlot, option: String?, values: String, standard: String, help: String
  ) {
    self.name = name
    self.slot = slot
    self.option = option
    self.values = values
    self.standard = standard
    self.help = help
  }

  /// The variable that overrules the file: `REFRAME_` and the name in capitals, `_` for what is no letter.
  package var environment: String {
    "REFRAME_" + String(name.uppercased().map { $0.isLetter ? $0 : "_" })
  }

  /// Whether it takes several values.
  package var isList: Bool { slot.isList }

  /// The section of the file it stands in; `nil` for the top.
  var section: String? { name.lastIndex(of: ".").map { String(name[..<$0]) } }

  /// Its name within the section.
  var leaf: String { section.map { String(name.dropFirst($0.count + 1)) } ?? name }
}

/// A key's place among the typed settings, its type put aside.
protocol SettingSlot: Sendable {
  var isList: Bool { get }
  /// Adds a voice from text. `isJudged` also refuses values of the right type that make no sense; those of the
  /// command line are judged with the whole request.
  func add(
    _ texts: [String], from origin: SettingOrigin, isJudged: Bool, to settings: inout ReframeConfiguration
  ) throws(SettingFault)
  /// Adds a voice from the file's section; answers what is wrong with it.
  func add(
    _ container: KeyedDecodingContainer<ConfigurationLayer.Name>, _ leaf: String,
    to settings: inout ReframeConfiguration
  ) -> YAMLFault?
  /// Adds the voices of another, which are weaker.
  func add(_ weaker: ReframeConfiguration, to settings: inout ReframeConfiguration)
  /// The default, as the last voice.
  func addStandard(to settings: inout ReframeConfiguration)
  /// What counts, each element of a list for itself.
  func shown(_ settings: ReframeConfiguration) -> [(value: JSONValue, origin: SettingOrigin)]
}

/// A key's place among the typed settings.
struct TypedSlot<Value: Decodable & Sendable>: SettingSlot {
  let path: any WritableKeyPath<ReframeConfiguration, Setting<Value>> & Sendable
  let type: SettingType<Value>
  var standard: Value?

  var isList: Bool { type.isList }

  func add(
    _ texts: [String], from origin: SettingOrigin, isJudged: Bool, to settings: inout ReframeConfiguration
  ) throws(SettingFault) {
    let value = try type.parse(texts)
    if isJudged, let fault = type.fault(value) { throw SettingFault(fault) }
    settings[keyPath: path].layers.append(.init(value: value, origin: origin))
  }

  func add(
    _ container: KeyedDecodingContainer<ConfigurationLayer.Name>, _ leaf: String,
    to settings: inout ReframeConfiguration
  ) -> YAMLFault? {
    let key = ConfigurationLayer.Name(stringValue: leaf)
    guard let found = try? container.decodeIfPresent(YAMLLocated<Value>.self, forKey: key) else { return nil }
    if let fault = type.fault(found.value) { return YAMLFault(found.mark, fault) }
    settings[keyPath: path].layers.append(.init(value: found.value, origin: .file(found.mark)))
    return nil
  }

  func add(_ weaker: ReframeConfiguration, to settings: inout ReframeConfiguration) {
    settings[keyPath: path].layers += weaker[keyPath: path].layers
  }

  func addStandard(to settings: inout ReframeConfiguration) {
    guard let standard else { return }
    settings[keyPath: path].layers.append(.init(value: standard, origin: .standard))
  }

  func shown(_ settings: ReframeConfiguration) -> [(value: JSONValue, origin: SettingOrigin)] {
    let setting = settings[keyPath: path]
    let layers = isList ? setting.layers : Array(setting.layers.prefix(1))
    return layers.flatMap { layer in type.shown(layer.value).map { ($0, layer.origin) } }
  }
}
