/// How a plugin is run: `plugins.ID`.
package struct PluginSetting: SettingEntry {
  /// Id of the plugin.
  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  package internal(set) var placement = Setting<PluginPlacement>()
  /// How long one call may take in a worker.
  package internal(set) var timeout = Setting<SettingDuration>()
  /// Megabytes of memory that a worker may take.
  package internal(set) var memory = Setting<Int>()

  static let noun = "plugin"
  static let keys: [EntryKey<PluginSetting>] = [
    EntryKey(
      name: "placement", slot: TypedSlot(path: \PluginSetting.placement, type: .text),
      values: PluginPlacement.words, standard: "plugin.placement", help: "where one plugin runs"),
    EntryKey(
      name: "timeout", slot: TypedSlot(path: \PluginSetting.timeout, type: .text),
      values: "a time such as 30s", standard: "10m", help: "how long one call may take in a worker"),
    EntryKey(
      name: "memory", slot: TypedSlot(path: \PluginSetting.memory, type: .positive()),
      values: "a number of MB", standard: "16384", help: "the most memory that its worker may take"),
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }
}

/// In which process a plugin runs.
package enum PluginPlacement: String, SettingWord {
  /// In the command's own.
  case inProcess = "in-process"
  /// In one of its own, so that what it does wrong costs one attempt.
  case worker
}
