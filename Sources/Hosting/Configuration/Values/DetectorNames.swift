package import ReframeSDK

extension NameList {
  /// The names as detectors with their weights: `faces` or `faces:2`.
  package var detectors: [DetectorChoice] {
    texts.map { text in
      let (id, weight) = Self.parts(text)
      return DetectorChoice(id: id, weight: weight.flatMap { Double($0) } ?? 1)
    }
  }

  /// The names without weights.
  var plugins: NameList { NameList(detectors.map(\.id)) }

  /// What is wrong with the list as one of detectors.
  fileprivate var detectorFault: String? {
    for text in texts {
      guard let weight = Self.parts(text).weight else { continue }
      guard let number = Double(weight), number > 0, number <= 1000 else {
        return "'\(weight)' of '\(text)' is no weight; it is a number above 0 and up to 1000"
      }
    }
    return fault ?? plugins.fault
  }

  private static func parts(_ text: String) -> (id: String, weight: String?) {
    guard let colon = text.lastIndex(of: ":") else { return (text, nil) }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }
}

extension SettingType where Value == NameList {
  /// Detectors whose answers are joined; a variable has commas between them.
  static let detectors = SettingType(
    parse: { NameList($0) }, fault: \.detectorFault, shown: { $0.texts.map { .string($0) } }, separator: ",")
}
