package import ReframeSDK

/// A fill and its parameters: `solid`, `solid:color=#ffffff`, or a mapping of `id` and `parameters`.
package struct FillChoice: Decodable, Equatable, Sendable {
  /// The plugin.
  package let id: String
  /// What it is told.
  package let parameters: [String: JSONValue]

  private enum CodingKeys: CodingKey {
    case id
    case parameters
  }

  /// Reads `ID[:KEY=VALUE,…]`.
  package init(_ text: String) throws(SettingFault) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    id = String(parts[0])
    var parameters: [String: JSONValue] = [:]
    for pair in parts.dropFirst().flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else {
        throw SettingFault("'\(pair)' is not KEY=VALUE, as in solid:color=#ffffff")
      }
      parameters[String(sides[0])] = .string(String(sides[1]))
    }
    self.parameters = parameters
  }

  /// Reads the text, or the mapping, in which parameters keep their types.
  package init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self = try FillChoice(text)
      return
    }
    guard let container = try? decoder.container(keyedBy: CodingKeys.self) else {
      throw SettingFault("expected the id of a fill, or a mapping of id and parameters")
    }
    parameters = try container.decodeIfPresent([String: JSONValue].self, forKey: .parameters) ?? [:]
    id = try container.decode(String.self, forKey: .id)
  }

  /// As an object with the parameters' types, or the id alone.
  var json: JSONValue {
    parameters.isEmpty ? .string(id) : .object(["id": .string(id), "parameters": .object(parameters)])
  }
}
