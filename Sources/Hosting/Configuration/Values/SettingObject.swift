package import ReframeSDK

/// Settings or parameters whose shape only a plugin knows.
package struct SettingObject: Decodable, Equatable, Sendable {
  /// What it says.
  package let members: [String: JSONValue]

  package init(from decoder: any Decoder) throws { members = try [String: JSONValue](from: decoder) }

  init(json: String) throws(SettingFault) {
    do throws(ReframeError) {
      members = try JSON.decode([String: JSONValue].self, from: json, what: "JSON")
    } catch {
      throw SettingFault("expected a JSON object such as {\"steps\": 4}")
    }
  }

  /// Whether it holds a number that JSON, in which plugins get it, cannot say.
  var isEndless: Bool { members.values.contains(where: Self.isEndless) }

  /// What may be shown: texts under names such as `webhookSecret` are left out.
  var shown: JSONValue { Self.shown(.object(members)) }

  private static func shown(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let items): .array(items.map(shown))
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { name, value in
            let isSecret = ["secret", "password", "token"].contains(where: name.lowercased().hasSuffix)
            return (name, isSecret && value.string != nil ? .string("…") : shown(value))
          }))
    default: value
    }
  }

  private static func isEndless(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): !number.isFinite
    case .array(let items): items.contains(where: isEndless)
    case .object(let members): members.values.contains(where: isEndless)
    default: false
    }
  }
}

extension SettingType where Value == SettingObject {
  /// A mapping of anything; a variable has a JSON object.
  static let object = SettingType(
    parse: { (texts: [String]) throws(SettingFault) in try SettingObject(json: texts.last ?? "") },
    fault: { $0.isEndless ? "numbers without an end or a value are for nobody" : nil },
    shown: { [$0.shown] })
}
