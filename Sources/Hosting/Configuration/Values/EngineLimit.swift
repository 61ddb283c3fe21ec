/// How many engines are tried at most: a number, or `none` for no fallback at all.
package struct EngineLimit: SettingText, Equatable {
  package static let expected = "a positive number of engines, or none"

  /// At least 1.
  package let count: Int

  package var text: String { count == 1 ? "none" : "\(count)" }

  package init(text: String) throws(SettingFault) {
    guard let count = text == "none" ? 1 : Int(text), count > 0, !text.hasPrefix("+") else {
      throw SettingFault("'\(text)' is not \(Self.expected)")
    }
    self.count = count
  }

  /// Reads the number or the word.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      self = try Self(text: "\(number)")
    } else if let text = try? container.decode(String.self) {
      self = try Self(text: text)
    } else {
      throw SettingFault("expected \(Self.expected)")
    }
  }
}
