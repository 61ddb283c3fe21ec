internal import ReframeSDK

extension ReframeJob {
  /// The job as its provider is to read it: the model, and parameters that the card calls otherwise, have the
  /// provider's names, in the card as well.
  var inProviderNames: ReframeJob {
    guard var card, card.map != nil || card.model != nil else { return self }
    let map = card.map ?? [:]
    func renamed(_ members: [String: JSONValue]) -> [String: JSONValue] {
      Dictionary(members.map { (map[$0.key] ?? $0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    var job = self
    if case .object(let values) = parameters { job.parameters = .object(renamed(values)) }
    if case .object(var schema) = card.parameters {
      if case .object(let properties) = schema["properties"] {
        schema["properties"] = .object(renamed(properties))
      }
      if case .array(let names) = schema["required"] {
        schema["required"] = .array(
          names.map { name in .string(name.string.flatMap { map[$0] } ?? name.string ?? "") })
      }
      card.parameters = .object(schema)
    }
    card.slug = card.model ?? card.slug
    job.model = card.slug
    (card.map, card.model) = (nil, nil)
    job.card = card
    return job
  }
}
