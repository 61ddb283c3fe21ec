package import ReframeSDK
internal import StrictJSON

/// Where in an answer something stands: `$.a.b[0]`, `$['a b']`, or `$.a[*].b` for every element.
package struct JSONPath: Equatable, Sendable {
  /// One step down.
  package enum Step: Equatable, Sendable {
    /// Into the member of that name.
    case member(String)
    /// Into the element of that index.
    case element(Int)
    /// Into every element.
    case every
  }

  /// The steps from the top.
  package let steps: [Step]

  /// Reads a path; `nil` if it is none.
  package init?(_ text: String) {
    guard text.hasPrefix("$") else { return nil }
    var rest = text.dropFirst()
    var steps: [Step] = []
    while let first = rest.first {
      rest = rest.dropFirst()
      if first == "." {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty, !name.contains("]"), !name.contains("'"), name != "*" else { return nil }
        steps.append(.member(String(name)))
        rest = rest.dropFirst(name.count)
      } else if first == "[", let step = Self.bracket(&rest) {
        steps.append(step)
      } else {
        return nil
      }
    }
    self.steps = steps
  }

  /// Reads what stands in brackets, behind the first.
  private static func bracket(_ rest: inout Substring) -> Step? {
    if rest.hasPrefix("'") {
      guard let end = rest.dropFirst().firstIndex(of: "'"), rest[end...].hasPrefix("']") else { return nil }
      let name = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[end...].dropFirst(2)
      return name.isEmpty ? nil : .member(String(name))
    }
    guard let end = rest.firstIndex(of: "]") else { return nil }
    let inner = rest[..<end]
    rest = rest[end...].dropFirst()
    if inner == "*" { return .every }
    guard (1...6).contains(inner.count), inner.allSatisfy({ $0.isASCII && $0.isNumber }),
      let index = Int(inner)
    else { return nil }
    return .element(index)
  }

  /// Everything that stands there; `null` counts as nothing.
  package func values(in value: JSONValue) -> [JSONValue] {
    var found = [value]
    for step in steps {
      found = found.flatMap { value -> [JSONValue] in
        switch (step, value) {
        case (.member(let name), .object(let members)): members[name].map { [$0] } ?? []
        case (.element(let index), .array(let elements)): index < elements.count ? [elements[index]] : []
        case (.every, .array(let elements)): elements
        default: []
        }
      }
    }
    return found.filter { $0 != .null }
  }
}

/// Paths of which the first that leads somewhere counts.
package struct JSONLookup: Equatable, Sendable {
  /// The paths in their order.
  package let paths: [JSONPath]

  /// What the first path that leads somewhere finds; empty if none does.
  package func values(in value: JSONValue) -> [JSONValue] {
    for path in paths {
      let found = path.values(in: value)
      if !found.isEmpty { return found }
    }
    return []
  }

  /// What all the paths find, in their order.
  package func allValues(in value: JSONValue) -> [JSONValue] { paths.flatMap { $0.values(in: value) } }

  /// The first text or number that any of the paths leads to, as text; empty texts are passed over.
  package func text(in value: JSONValue) -> String? {
    for path in paths {
      for found in path.values(in: value) {
        if let text = found.string, !text.isEmpty { return text }
        if let number = found.number { return Int(exactly: number).map { "\($0)" } ?? "\(number)" }
      }
    }
    return nil
  }
}

extension JSONPlace {
  /// A path, or an array of alternatives.
  func lookup() throws(ReframeError) -> JSONLookup {
    var paths: [JSONPath] = []
    for text in try texts() {
      guard let path = JSONPath(text) else {
        throw fault("'\(text)' is not a path such as $.output[0].url, $['a b'] or $.images[*]")
      }
      paths.append(path)
    }
    return JSONLookup(paths: paths)
  }
}
