internal import ReframeSDK
internal import YAML

/// A key's place among the typed settings of `Root`, its type put aside.
protocol SettingSlot<Root>: Sendable {
  associatedtype Root
  /// What stands between several values in a variable; `nil` if there is only one.
  var separator: Character? { get }
  /// Adds a voice from text. `isJudged` also refuses values of the right type that make no sense; those of the
  /// command line are judged with the whole request.
  func add(_ texts: [String], from origin: SettingOrigin, isJudged: Bool, to settings: inout Root)
    throws(SettingFault)
  /// Adds a voice from the file; answers what is wrong with it beyond its type.
  func add(_ place: FilePlace, to settings: inout Root) -> YAMLFault?
  /// Adds the voices of another, which are weaker.
  func add(_ weaker: Root, to settings: inout Root)
  /// The default, as the last voice.
  func addStandard(to settings: inout Root)
  /// Drops every voice; answers whether there was any.
  func clear(_ settings: inout Root) -> Bool
  /// What counts, each element of a list for itself.
  func shown(_ settings: Root) -> [(value: JSONValue, origin: SettingOrigin)]
}

/// Where in the file a setting's value stands.
enum FilePlace {
  /// Behind a key of a section.
  case key(KeyedDecodingContainer<ConfigurationLayer.Name>, String)
  /// Behind a name of the user's.
  case member(YAMLMapping.Member)

  /// The value, if there is one of that type. Another type is noted as a fault.
  func value<Value: Decodable>(_ type: Value.Type) -> YAMLLocated<Value>? {
    switch self {
    case .key(let container, let leaf):
      try? container.decodeIfPresent(YAMLLocated<Value>.self, forKey: .init(stringValue: leaf))
    case .member(let member): member.decode(YAMLLocated<Value>.self)
    }
  }

  /// Whether something stands there, whatever it is.
  var isGiven: Bool {
    switch self {
    case .key(let container, let leaf):
      (try? container.decodeNil(forKey: .init(stringValue: leaf))).map { !$0 } ?? false
    case .member(let member): !member.isNull
    }
  }
}

/// A key's place among the typed settings.
struct TypedSlot<Root, Value: Decodable & Sendable>: SettingSlot {
  let path: any WritableKeyPath<Root, Setting<Value>> & Sendable
  let type: SettingType<Value>
  var standard: Value?

  var separator: Character? { type.separator }

  func add(_ texts: [String], from origin: SettingOrigin, isJudged: Bool, to settings: inout Root)
    throws(SettingFault)
  {
    let value = try type.parse(texts)
    if isJudged, let fault = type.fault(value) { throw SettingFault(fault) }
    settings[keyPath: path].layers.append(.init(value: value, origin: origin))
  }

  func add(_ place: FilePlace, to settings: inout Root) -> YAMLFault? {
    guard let found = place.value(Value.self) else { return nil }
    if let fault = type.fault(found.value) { return YAMLFault(found.mark, fault) }
    settings[keyPath: path].layers.append(.init(value: found.value, origin: .file(found.mark)))
    return nil
  }

  func add(_ weaker: Root, to settings: inout Root) {
    settings[keyPath: path].layers += weaker[keyPath: path].layers
  }

  func addStandard(to settings: inout Root) {
    guard let standard else { return }
    settings[keyPath: path].layers.append(.init(value: standard, origin: .standard))
  }

  func clear(_ settings: inout Root) -> Bool {
    defer { settings[keyPath: path].layers = [] }
    return !settings[keyPath: path].layers.isEmpty
  }

  func shown(_ settings: Root) -> [(value: JSONValue, origin: SettingOrigin)] {
    let layers = settings[keyPath: path].layers
    return (type.joinsVoices ? layers : Array(layers.prefix(1)))
      .flatMap { layer in type.shown(layer.value).map { ($0, layer.origin) } }
  }
}
