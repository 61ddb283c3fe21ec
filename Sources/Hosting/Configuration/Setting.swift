package import YAML

/// Who said what a setting is.
package enum SettingOrigin: Equatable, Sendable {
  /// An option of the command line, such as `--quality`.
  case flag(String)
  /// A variable, such as `REFRAME_OUTPUT_QUALITY`.
  case environment(String)
  /// The configuration file, at this place.
  case file(YAMLMark)
  /// Nobody: it is the default.
  case standard
}

/// What was said about one setting, the strongest first: flag, environment, file, default.
package struct Setting<Value: Sendable>: Sendable {
  /// One voice.
  package struct Layer: Sendable {
    /// What it said.
    package var value: Value
    /// Whose it is.
    package let origin: SettingOrigin
  }

  /// All voices.
  package var layers: [Layer] = []

  /// The strongest; `nil` if there is not even a default.
  package var value: Value? { layers.first?.value }

  /// Where the strongest comes from.
  package var origin: SettingOrigin { layers.first?.origin ?? .standard }

  /// The strongest unless it is the default, which is for others to apply.
  package var chosen: Value? { origin == .standard ? nil : value }
}
