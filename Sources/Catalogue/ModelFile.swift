internal import Hosting
package import ReframeSDK
internal import StrictJSON

/// A file of `models/`: model cards that no plugin has to be opened for.
struct ModelFile {
  /// The schema that is read.
  static let currentSchema = "reframe.models/1"

  /// The cards, in the order of the file.
  private(set) var models: [ModelCard] = []

  /// Reads the file. Throws the first fault, with its place.
  init(_ text: JSONText) throws(ReframeError) {
    let whole = JSONPlace(text.value, spellchecker: Spelling.nearest)
    let members = try whole.members(["$schema", "schema", "models"])
    let schema = try members.required("schema")
    guard try schema.text() == Self.currentSchema else {
      throw schema.fault("this host reads \(Self.currentSchema), not '\(try schema.text())'")
    }
    let places = try members.required("models").elements()
    for place in places { try place.checkCardMembers() }
    models = try JSON.decode(Cards.self, from: text.source, what: "").models
    for (index, card) in models.enumerated() {
      if let fault = card.fault ?? card.wordFault {
        throw ReframeError(.invalidArgument, "\(places[index].path).\(fault)")
      }
      if models[..<index].contains(where: { $0.slug == card.slug }) {
        throw ReframeError(.invalidArgument, "\(places[index].path).slug: '\(card.slug)' is there twice")
      }
      if card.pricing["calculator"] != nil, let price = try places[index].members().places["pricing"] {
        models[index].pricing = try PricingRule(ofCard: card.slug, price).json()
      }
    }
  }

  private struct Cards: Decodable {
    let models: [ModelCard]
  }
}

extension ModelCard {
  /// What is wrong with the card and where, or `nil`. Words that this revision does not know are no fault, as the
  /// card may be a newer plugin's.
  var fault: String? {
    nameFault ?? limitFault ?? resolutionFault ?? parameterFault ?? mapFault ?? priceFault
  }

  /// The first word of the card that is none of this revision's, and where. A file's schema says which revision it
  /// is written for, so there such a word is misspelt.
  var wordFault: String? {
    let roles = properties.compactMap { name, property in
      property["role"]?.string.map { ("parameters.properties.\(name).role", ParameterRole(rawValue: $0)) }
    }
    return Self.fault([("medium", medium)]) ?? Self.fault([("lifecycle", lifecycle)])
      ?? Self.fault(placement.map { [("placement", $0)] } ?? [])
      ?? Self.fault(modes.enumerated().map { ("modes[\($0.offset)]", $0.element) })
      ?? Self.fault(formats.enumerated().map { ("formats[\($0.offset)]", $0.element) }) ?? Self.fault(roles)
  }

  private static func fault<Word: OpenWord>(_ words: [(place: String, word: Word)]) -> String? {
    guard let (place, word) = words.first(where: { !$0.word.isKnown }) else { return nil }
    let known = Word.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: word.rawValue, in: known).map { "; did you mean '\($0)'?" } ?? ""
    return "\(place): '\(word.rawValue)' is none of \(known.joined(separator: ", "))\(hint)"
  }

  private var nameFault: String? {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-_./")
    guard !slug.isEmpty, slug.count <= 100, slug.allSatisfy(allowed.contains), slug.first != "/" else {
      return "slug: '\(slug)' is not of lower-case letters, digits, '-', '_', '.' and '/'"
    }
    if model == "" { return "model: is empty" }
    return vendor.isEmpty ? "vendor: is empty" : title.isEmpty ? "title: is empty" : nil
  }

  private var limitFault: String? {
    let bounds: [(String, Double?)] = [
      ("outputLimit", Double(outputLimit)), ("imageCountLimit", imageCountLimit.map(Double.init)),
      ("sourcePixelLimit", sourcePixelLimit.map(Double.init)),
      ("sourceByteLimit", sourceByteLimit.map(Double.init)),
      ("sourceSideLimit", sourceSideLimit.map(Double.init)),
      ("sourceMillisecondLimit", sourceMillisecondLimit.map(Double.init)), ("averageSeconds", averageSeconds),
      ("slowestSeconds", slowestSeconds), ("sourceRatioMargin", sourceRatioMargin),
      ("limits.concurrent", limits?.concurrent.map(Double.init)),
      ("limits.rateCount", limits?.rateCount.map(Double.init)),
      ("limits.rateMilliseconds", limits?.rateMilliseconds.map(Double.init)),
    ]
    if let bad = bounds.first(where: { ($0.1 ?? 1) <= 0 }) { return "\(bad.0): is not positive" }
    if (limits?.rateCount == nil) != (limits?.rateMilliseconds == nil) {
      return "limits: rateCount and rateMilliseconds go together"
    }
    if let average = averageSeconds, let slowest = slowestSeconds, slowest < average {
      return "slowestSeconds: is less than averageSeconds"
    }
    return nil
  }

  private var resolutionFault: String? {
    let names = (resolutions ?? []).map(\.name)
    if Set(names).count != names.count { return "resolutions: a name is there twice" }
    for (index, output) in (outputSizes ?? []).enumerated() {
      guard output.size.width > 0, output.size.height > 0 else {
        return "outputSizes[\(index)].size: is not positive"
      }
      if let name = output.resolution, !names.contains(name) {
        return "outputSizes[\(index)].resolution: '\(name)' is none of the card's resolutions"
      }
      if let aspects, !aspects.contains(output.aspect) {
        return "outputSizes[\(index)].aspect: \(output.aspect) is none of the card's ratios"
      }
    }
    return nil
  }

  /// Defaults must be values that the schema itself allows, and no two parameters may play one role but for the
  /// source, which some vendors take under several names.
  private var parameterFault: String? {
    let schema = ParameterSchema(parameters)
    var roles = Set<ParameterRole>()
    for (name, property) in properties {
      guard let type = property["type"]?.string,
        ["string", "number", "integer", "boolean", "object", "array"].contains(type)
      else { return "parameters.properties.\(name).type: is missing or unknown" }
      if let value = property["default"], let fault = schema.fault(in: [name: value]) {
        return "parameters.properties.\(name).default: \(fault)"
      }
      guard let role = property["role"]?.string.map(ParameterRole.init(rawValue:)), role.isKnown
      else { continue }
      guard role == .source || roles.insert(role).inserted else {
        return "parameters.properties.\(name).role: another parameter is '\(role.rawValue)' already"
      }
    }
    return nil
  }

  /// Every parameter must have a name of its own for the provider, too.
  private var mapFault: String? {
    let names = properties.map(\.name)
    for (name, other) in (map ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard names.contains(name) else {
        let hint = Spelling.nearest(to: name, in: names).map { "; did you mean '\($0)'?" } ?? ""
        return "map.\(name): is none of the card's parameters\(hint)"
      }
      guard !other.isEmpty else { return "map.\(name): is empty" }
      if let rival = names.first(where: { $0 != name && (map?[$0] ?? $0) == other }) {
        return "map.\(name): the parameter '\(rival)' is called '\(other)' already"
      }
    }
    return nil
  }

  private var priceFault: String? {
    guard pricing != .null else { return nil }
    guard pricing["calculator"] == nil else { return nil }
    guard pricing["book"]?.string != nil, pricing["rule"]?.string != nil else {
      return
        "pricing: names a book and a rule, as in {\"book\": \"eachlabs\", \"rule\": \"reframe-image\"}, or is a "
        + "rule itself, with its calculator"
    }
    return nil
  }

  /// The parameters' schemas, in the order of their names.
  package var properties: [(name: String, schema: JSONValue)] {
    guard case .object(let properties) = parameters["properties"] else { return [] }
    return properties.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The name of the parameter that plays a role.
  func parameter(_ role: ParameterRole) -> String? {
    properties.first { $0.schema["role"]?.string == role.rawValue }?.name
  }
}
