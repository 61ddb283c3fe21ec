/// How engines are chosen: `routes.NAME`.
package struct RouteSetting: SettingEntry {
  /// What counts first.
  package enum Preference: String, SettingWord {
    case order
    case cheapest
    case fastest
    case best
  }

  /// Where engines on this machine stand.
  package enum LocalPlace: String, SettingWord {
    case any
    case first
    case last
    case never
    case only
  }

  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  /// Slugs or aliases, or `all`.
  package internal(set) var engines = Setting<NameList>()
  package internal(set) var preference = Setting<Preference>()
  package internal(set) var local = Setting<LocalPlace>()
  /// The most that a job may cost over all attempts.
  package internal(set) var maximumCost = Setting<Amount>()
  /// Whether an engine whose price is not known may be used.
  package internal(set) var allowsUnknownPrice = Setting<Bool>()
  /// Whether a source that an engine cannot take is shrunk or converted for it.
  package internal(set) var prepares = Setting<Bool>()
  /// How many engines are tried; `nil` for all.
  package internal(set) var engineLimit = Setting<EngineLimit>()
  /// How long a job may take.
  package internal(set) var deadline = Setting<SettingDuration>()

  static let noun = "route"
  /// The route that is used if nobody names one.
  package static let standardName = "default"
  static let standardNames = [standardName]
  /// The engine of the route that nobody has written.
  package static let standardEngines = ["local/reframe"]

  static let keys: [EntryKey<RouteSetting>] = [
    EntryKey(
      name: "engines",
      slot: TypedSlot(path: \RouteSetting.engines, type: .names),
      values: "all, or models and aliases",
      standard: "\(standardEngines[0]), in the route default",
      help: "which engines there are to choose from"),
    EntryKey(
      name: "prefer",
      slot: TypedSlot(path: \RouteSetting.preference, type: .text, standard: .order),
      values: Preference.words, standard: "order", help: "which comes first"),
    EntryKey(
      name: "local", slot: TypedSlot(path: \RouteSetting.local, type: .text, standard: .any),
      values: LocalPlace.words, standard: "any", help: "where engines on this machine stand"),
    EntryKey(
      name: "max-cost", slot: TypedSlot(path: \RouteSetting.maximumCost, type: .text),
      values: "AMOUNT UNIT such as 0.05 USD", standard: "any amount",
      help: "what a job may cost over all attempts"),
    EntryKey(
      name: "allow-unknown-price",
      slot: TypedSlot(path: \RouteSetting.allowsUnknownPrice, type: .truth, standard: false),
      values: "true|false", standard: "false", help: "use engines whose price nobody knows"),
    EntryKey(
      name: "prepare",
      slot: TypedSlot(path: \RouteSetting.prepares, type: .truth, standard: true),
      values: "true|false", standard: "true", help: "shrink or convert what an engine cannot take"),
    EntryKey(
      name: "fallback", slot: TypedSlot(path: \RouteSetting.engineLimit, type: .text),
      values: "a number, or none", standard: "all of them", help: "how many engines are tried at most"),
    EntryKey(
      name: "deadline", slot: TypedSlot(path: \RouteSetting.deadline, type: .text),
      values: "TIME such as 5m", standard: "15m, and 1h for videos", help: "how long a job may take"),
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }

  mutating func complete() {
    guard name == Self.standardName, engines.layers.isEmpty else { return }
    engines.layers.append(.init(value: NameList(Self.standardEngines), origin: .standard))
  }

  var fault: String? {
    guard let engines = engines.value else { return "the route '\(name)' names no engines" }
    return engines.texts.contains(NamedEngines.all) && engines.names.count > 1
      ? "the route '\(name)' names engines beside '\(NamedEngines.all)'" : nil
  }
}
