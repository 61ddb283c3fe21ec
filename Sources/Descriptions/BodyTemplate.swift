package import ReframeSDK
internal import StrictJSON

/// JSON with places to be filled from a job.
package indirect enum BodyTemplate: Equatable, Sendable {
  /// As it stands.
  case literal(JSONValue)
  /// An object: first the members of what `merge` names, then `members`, which win.
  case object(merge: [BodySlot], members: [BodyMember])
  /// An array; elements that are left out leave no gap.
  case array([BodyTemplate])
  /// A value of the job's.
  case slot(BodySlot)

  /// Every place to be filled in it.
  package var slots: [BodySlot] {
    switch self {
    case .literal: []
    case .object(let merge, let members): merge + members.flatMap { $0.value.slots }
    case .array(let elements): elements.flatMap(\.slots)
    case .slot(let slot): [slot]
    }
  }
}

/// A member of an object in a template.
package struct BodyMember: Equatable, Sendable {
  /// What the member is called.
  package enum Name: Equatable, Sendable {
    /// That.
    case fixed(String)
    /// As the model's card calls the parameter of that role; left out if it has none.
    case role(ModelCard.ParameterRole)
  }

  /// Its name.
  package let name: Name
  /// What it holds.
  package let value: BodyTemplate
}

/// A place to be filled from a job.
package struct BodySlot: Equatable, Sendable {
  /// What belongs there.
  package enum Source: Equatable, Sendable {
    /// A value by name; see `BodySlot.names`.
    case value(String)
    /// A parameter of the model's own.
    case parameter(String)
    /// A side or a measure of the placement, in output pixels or in fractions of the output.
    case placement(Edge, inPixels: Bool)
  }

  /// What of a placement.
  package enum Edge: String, CaseIterable, Sendable {
    /// Its four sides.
    case left, top, right, bottom
    /// Its measures.
    case width, height
  }

  /// What belongs there.
  package let source: Source
  /// Whether the member or element is left out when the job does not say.
  package let isOptional: Bool
  /// What counts when the job does not say.
  package let fallback: JSONValue?

  /// The values by name.
  package static let names = [
    "source", "source.url", "source.dataURI", "source.base64", "source.mediaType", "model", "aspect",
    "size.width", "size.height", "format", "quality", "prompt", "seed", "count", "mode", "parameters",
    "idempotencyKey",
  ]
}

extension JSONPlace {
  /// A body with places to fill.
  func template() throws(ReframeError) -> BodyTemplate {
    switch value {
    case .array:
      var elements: [BodyTemplate] = []
      for element in try self.elements() { elements.append(try element.template()) }
      return .array(elements)
    case .object(let object):
      return object["$"] == nil ? try objectTemplate() : .slot(try slot())
    default: return .literal(value)
    }
  }

  private func objectTemplate() throws(ReframeError) -> BodyTemplate {
    var (merge, members): ([BodySlot], [BodyMember]) = ([], [])
    for (name, member) in try self.members().places.sorted(by: { $0.key < $1.key }) {
      if name == "$merge" {
        if case .array = member.value {
          for element in try member.elements() { merge.append(try element.slot()) }
        } else {
          merge.append(try member.slot())
        }
      } else if name.hasPrefix("{"), name.hasSuffix("}") {
        members.append(BodyMember(name: .role(try member.role(name)), value: try member.template()))
      } else {
        members.append(BodyMember(name: .fixed(name), value: try member.template()))
      }
    }
    return .object(merge: merge, members: members)
  }

  /// The role in a name such as `{role.source}`.
  private func role(_ name: String) throws(ReframeError) -> ModelCard.ParameterRole {
    let known = ModelCard.ParameterRole.allCases.map { "{role.\($0.rawValue)}" }
    guard known.contains(name) else {
      let nearest = spellchecker(name, known).map { "; did you mean '\($0)'?" } ?? ""
      throw fault("'\(name)' is none of \(known.joined(separator: ", "))\(nearest)")
    }
    return ModelCard.ParameterRole(rawValue: String(name.dropFirst("{role.".count).dropLast()))
  }

  private func slot() throws(ReframeError) -> BodySlot {
    let members = try members(["$", "omitIfMissing", "default", "unit"])
    let place = try members.required("$")
    let source = try place.slotSource(unit: members["unit"])
    let isOptional = try members["omitIfMissing"]?.flag() ?? false
    if isOptional, let fallback = members["default"] {
      throw fallback.fault("a value that is left out has no default")
    }
    return BodySlot(source: source, isOptional: isOptional, fallback: members["default"]?.value)
  }

  private func slotSource(unit: JSONPlace?) throws(ReframeError) -> BodySlot.Source {
    let text = try text()
    let edges = BodySlot.Edge.allCases.map { "placement.\($0.rawValue)" }
    if edges.contains(text), let edge = BodySlot.Edge(rawValue: String(text.dropFirst("placement.".count))) {
      guard let unit else { throw fault("say the 'unit' of a placement: pixels or fractions") }
      return .placement(edge, inPixels: try unit.word(of: ["pixels", "fractions"]) == "pixels")
    }
    if let unit { throw unit.fault("only a placement has a unit") }
    if text.hasPrefix("parameters."), text.count > "parameters.".count {
      return .parameter(String(text.dropFirst("parameters.".count)))
    }
    return .value(try word(of: BodySlot.names + edges))
  }
}
