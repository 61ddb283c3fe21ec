/// A provider as the settings have it: `providers.NAME`.
package struct ProviderSetting: SettingEntry {
  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  /// Id of the plugin; the name if nobody says.
  package internal(set) var plugin = Setting<String>()
  /// Where the vendor's API is.
  package internal(set) var baseURL = Setting<BaseURL>()
  /// Where its secrets are.
  package internal(set) var secrets = Setting<SecretMap>()
  /// Jobs under way at a time.
  package internal(set) var concurrent = Setting<Int>()
  /// Submissions in a time.
  package internal(set) var rate = Setting<RateLimit>()
  /// What the plugin is told.
  package internal(set) var settings = Setting<SettingObject>()

  static let noun = "provider"
  static let keys: [EntryKey<ProviderSetting>] = [
    EntryKey(
      name: "plugin", slot: TypedSlot(path: \ProviderSetting.plugin, type: .plugin), values: "plugin",
      standard: "the name", help: "who speaks to the vendor", distrust: "names code to run"),
    EntryKey(
      name: "base-url", slot: TypedSlot(path: \ProviderSetting.baseURL, type: .text), values: "address",
      standard: "the vendor's", help: "where its API is", distrust: "says where your keys are sent"),
    EntryKey(
      name: "secrets", slot: TypedSlot(path: \ProviderSetting.secrets, type: .secrets),
      values: "KEY: {env: NAME} or {file: PATH}",
      standard: "the variable KEY, or KEY_FILE",
      help: "where its secrets are; KEY=env:NAME,… in the variable",
      distrust: "says which of your secrets are sent"),
    EntryKey(
      name: "limits.concurrent", slot: TypedSlot(path: \ProviderSetting.concurrent, type: .positive()),
      values: "a number", standard: "any number", help: "jobs under way at a time"),
    EntryKey(
      name: "limits.rate", slot: TypedSlot(path: \ProviderSetting.rate, type: .text),
      values: "N/TIME such as 100/60s", standard: "any number", help: "jobs begun in a time"),
    EntryKey(
      name: "settings", slot: TypedSlot(path: \ProviderSetting.settings, type: .object),
      values: "a mapping; JSON in the variable", standard: "none", help: "what the plugin is told",
      distrust: "may say where your keys are sent"),
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }

  mutating func complete() {
    if plugin.layers.isEmpty { plugin.layers.append(.init(value: name, origin: .standard)) }
  }

  /// As the host is told of it.
  package var setup: ProviderSetup {
    var setup = ProviderSetup(id: name, plugin: plugin.value ?? name)
    setup.settings = settings.value?.members ?? [:]
    setup.baseURL = baseURL.value?.text
    for entry in secrets.value?.entries ?? [] { setup.secrets[entry.name] = entry.reference }
    setup.concurrent = concurrent.value
    setup.rateCount = rate.value?.count
    setup.rateMilliseconds = rate.value?.window.milliseconds
    return setup
  }
}
