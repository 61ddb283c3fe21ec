internal import Loading
package import ReframeSDK

/// The subset of JSON Schema in which plugins declare their parameters: `properties` with `type`, `enum`,
/// `minimum`, `maximum`, `minLength` and `maxLength`.
package struct ParameterSchema {
  private let properties: [String: JSONValue]

  package init(_ schema: JSONValue?) {
    guard case .object(let properties) = schema?["properties"] else {
      self.properties = [:]
      return
    }
    self.properties = properties
  }

  /// Throws `invalidArgument` with the plugin's name unless its manifest declares the values.
  static func check(
    _ values: [String: JSONValue], for manifest: PluginManifest, as kind: PluginKind
  ) throws(ReframeError) {
    guard let fault = ParameterSchema(manifest.parameters).fault(in: values) else { return }
    throw ReframeError(.invalidArgument, "\(kind.rawValue) '\(manifest.id)': \(fault)")
  }

  /// Why the values do not fit, with the nearest known name; `nil` if they do.
  package func fault(in values: [String: JSONValue]) -> String? {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let property = properties[name] else {
        let known = properties.keys.sorted()
        guard !known.isEmpty else { return "it has no parameters, so there is no '\(name)'" }
        let nearest = Spelling.nearest(to: name, in: known)
        return "there is no parameter '\(name)'\(nearest.map { "; did you mean '\($0)'?" } ?? "") "
          + "(known: \(known.joined(separator: ", ")))"
      }
      if let fault = fault(of: value, in: property) { return "'\(name)' \(fault)" }
    }
    return nil
  }

  private func fault(of value: JSONValue, in property: JSONValue) -> String? {
    if let type = property["type"]?.string, !matches(value, type) { return "is not of the type \(type)" }
    if case .array(let allowed) = property["enum"], !allowed.contains(value) {
      return "is none of \(allowed.map(text).joined(separator: ", "))"
    }
    if let text = value.string {
      let count = text.unicodeScalars.count
      if let minimum = property["minLength"]?.number, Double(count) < minimum {
        return "has \(count) characters; it takes at least \(self.text(.number(minimum)))"
      }
      if let maximum = property["maxLength"]?.number, Double(count) > maximum {
        return "has \(count) characters; it takes at most \(self.text(.number(maximum)))"
      }
    }
    guard let number = value.number else { return nil }
    if let minimum = property["minimum"]?.number, number < minimum {
      return "is below \(text(.number(minimum)))"
    }
    if let maximum = property["maximum"]?.number, number > maximum {
      return "is above \(text(.number(maximum)))"
    }
    return nil
  }

  /// A string as it is, anything else as JSON.
  private func text(_ value: JSONValue) -> String {
    value.string ?? (try? JSON.encode(value)) ?? ""
  }

  private func matches(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("string", .string), ("number", .number), ("boolean", .bool), ("object", .object), ("array", .array):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }
}
