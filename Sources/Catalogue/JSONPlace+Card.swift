internal import ReframeSDK
internal import StrictJSON

extension JSONPlace {
  /// The members that a card may have.
  static let cardMembers = [
    "slug", "vendor", "provider", "model", "title", "medium", "lifecycle", "qualityTier", "modes",
    "placement",
    "aspects",
    "formats", "outputLimit", "sourcePixelLimit", "averageSeconds", "slowestSeconds", "imageCountLimit",
    "takesSizes",
    "resolutions", "outputSizes", "takesAddressesOnly", "sourceFormats", "sourceByteLimit", "sourceSideLimit",
    "sourceMillisecondLimit", "sourceRatioMargin", "limits", "videoFormats", "pages", "notes", "parameters",
    "map",
    "pricing",
  ]
  /// Those of its `limits`.
  static let limitMembers = ["concurrent", "rateCount", "rateMilliseconds", "pool"]
  /// Those of a parameter.
  static let parameterMembers = [
    "type", "description", "role", "default", "enum", "minimum", "maximum", "minLength", "maxLength",
  ]

  /// Throws for a member of a card in a file that nobody knows: the file's schema says which revision it is written for,
  /// so there it is misspelt. What the members hold is read elsewhere.
  func checkCardMembers() throws(ReframeError) {
    let card = try members(Self.cardMembers)
    _ = try card["limits"]?.members(Self.limitMembers)
    for place in try card["resolutions"]?.elements() ?? [] { _ = try place.members(["name", "aspects"]) }
    for place in try card["outputSizes"]?.elements() ?? [] {
      _ = try place.members(["aspect", "resolution", "size"])
    }
    let parameters = try card["parameters"]?.members(["type", "properties", "required"])
    let properties = try parameters?["properties"]?.members().places ?? [:]
    for (_, place) in properties.sorted(by: { $0.key < $1.key }) {
      _ = try place.members(Self.parameterMembers)
    }
    for place in try parameters?["required"]?.elements() ?? [] {
      let name = try place.text()
      guard properties[name] == nil else { continue }
      let nearest = spellchecker(name, properties.keys.sorted()).map { "; did you mean '\($0)'?" } ?? ""
      throw place.fault("there is no parameter '\(name)'\(nearest)")
    }
  }
}
