/// How a plugin is run: `plugins.ID`.
package struct PluginSetting: SettingEntry {
  /// Id of the plugin.
  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  package internal(set) var placement = Setting<PluginPlacement>()

  static let noun = "plugin"
  static let keys: [EntryKey<PluginSetting>] = [
    EntryKey(
      name: "placement", slot: TypedSlot(path: \PluginSetting.placement, type: .text),
      values: PluginPlacement.words, standard: "plugin.placement", help: "where one plugin runs")
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }
}

/// In which process a plugin runs.
package enum PluginPlacement: String, SettingText {
  /// In the command's own.
  case inProcess = "in-process"

  package static let expected = words
  static let words = inProcess.rawValue
  package var text: String { rawValue }

  package init(text: String) throws(SettingFault) {
    if text == "worker" { throw SettingFault("'worker' is not available in this version; say \(Self.words)") }
    guard let placement = Self(rawValue: text) else {
      let hint = Spelling.nearest(to: text, in: [Self.words]).map { "; did you mean '\($0)'?" } ?? ""
      throw SettingFault("'\(text)' is not \(Self.words)\(hint)")
    }
    self = placement
  }

  package init(from decoder: any Decoder) throws {
    guard let text = try? decoder.singleValueContainer().decode(String.self) else {
      throw SettingFault("expected \(Self.expected)")
    }
    self = try Self(text: text)
  }
}
