internal import ReframeSDK

/// The help of parameters, made from their schema.
enum ParameterText {
  /// A row each: name, type, values and description.
  static func rows(_ schema: JSONValue) -> [[String]] {
    guard case .object(let properties) = schema["properties"] else { return [] }
    var required: [String] = []
    if case .array(let names) = schema["required"] { required = names.compactMap(\.string) }
    return properties.sorted { $0.key < $1.key }.map { name, schema in
      let range = range(schema)
      // Every model needs a source and a ratio, which are not said as parameters.
      let isSaid = ["source", "aspect"].contains(schema["role"]?.string) || schema["default"] != nil
      let needed = required.contains(name) && !isSaid ? "required" : ""
      return [
        name, schema["type"]?.string ?? "",
        range + (range.isEmpty || needed.isEmpty ? "" : ", ") + needed, schema["description"]?.string ?? "",
      ]
    }
  }

  /// The values that a parameter may have, such as `1 to 4 (default 1)`.
  private static func range(_ schema: JSONValue) -> String {
    var text = ""
    if case .array(let values) = schema["enum"], schema["role"]?.string != "aspect" {
      text = values.map(word).joined(separator: " | ")
    } else if schema["enum"] != nil {
      text = "a ratio"
    } else {
      text = bounds(schema, "minimum", "maximum", "")
      if text.isEmpty { text = bounds(schema, "minLength", "maxLength", " characters") }
    }
    guard let value = schema["default"] else { return text }
    return text + (text.isEmpty ? "" : " ") + "(default \(word(value)))"
  }

  private static func bounds(_ schema: JSONValue, _ least: String, _ most: String, _ unit: String) -> String {
    switch (schema[least]?.number, schema[most]?.number) {
    case (let least?, let most?): "\(PriceText.number(least)) to \(PriceText.number(most))\(unit)"
    case (let least?, nil): "from \(PriceText.number(least))\(unit)"
    case (nil, let most?): "to \(PriceText.number(most))\(unit)"
    case (nil, nil): ""
    }
  }

  private static func word(_ value: JSONValue) -> String {
    value.string ?? value.number.map(PriceText.number) ?? (try? JSON.encode(value)) ?? ""
  }
}
