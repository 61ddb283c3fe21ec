internal import ReframeSDK

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
  /// Why it does not count in a file that merely lies in the current folder; `nil` if it does.
  let distrust: String?
  /// Whether the option is judged like the rest, as no request holds it.
  let judgesOption: Bool
  let slot: any SettingSlot<ReframeConfiguration>

  init(
    _ name: String, _ slot: any SettingSlot<ReframeConfiguration>, option: String?, values: String,
    standard: String, help: String, distrust: String? = nil, judgesOption: Bool = false
  ) {
    self.name = name
    self.slot = slot
    self.option = option
    self.values = values
    self.standard = standard
    self.help = help
    self.distrust = distrust
    self.judgesOption = judgesOption
  }

  /// The variable that overrules the file: `REFRAME_` and the name in capitals, `_` for what is no letter.
  package var environment: String {
    "REFRAME_" + String(name.uppercased().map { $0.isLetter ? $0 : "_" })
  }

  /// Whether it takes several values.
  package var isList: Bool { slot.separator != nil }

  /// The section of the file it stands in; `nil` for the top.
  var section: String? { name.lastIndex(of: ".").map { String(name[..<$0]) } }

  /// Its name within the section.
  var leaf: String { section.map { String(name.dropFirst($0.count + 1)) } ?? name }
}
