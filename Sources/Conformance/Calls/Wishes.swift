internal import CReframe
internal import Loading
internal import ReframeSDK

/// The jobs and model cards with which providers and calculators are tried, as JSON.
struct Wishes {
  private let checked: CheckedBundle

  init(_ checked: CheckedBundle) { self.checked = checked }

  /// A job for one square output.
  func job(_ trial: Trial, model: String? = nil) -> String {
    var job = ReframeJob(model: model ?? checked.card?.slug ?? "check/model", outputs: [])
    if let square = AspectRatio("1:1") { job.outputs = [OutputRequest(aspect: square)] }
    job.card = checked.card
    job.prompt = takesPrompt ? "a quiet room" : nil
    job.parameters = .object(neededParameters)
    var source = SourceDescription()
    source.mediaType = sourceType
    source.address = sourceAddress
    source.size = trial.form.size
    source.byteCount = 1000
    source.durationMilliseconds = isVideo ? 1000 : nil
    job.source = source
    return text(job, trial)
  }

  /// A model card with a price rule of the plugin's own.
  func pricedCard(_ trial: Trial) -> String {
    let id = checked.bundle.manifest.id
    var card = checked.card ?? ModelCard(slug: "check/model", vendor: id, title: "A model to be checked with")
    var rule = PricingRule(
      calculator: id, name: "check", book: "check", version: "1", unit: "USD", per: "run")
    rule.prices = [PricingRule.Price(amount: "0.01")]
    card.pricing = (try? rule.json()) ?? .null
    return text(card, trial)
  }

  /// The media type that a source is said to have.
  var sourceType: String { checked.card?.medium == .video ? "video/mp4" : "image/png" }

  /// Where a source is said to be, for models that take nothing else.
  var sourceAddress: String? {
    checked.card?.takesAddressesOnly == true ? "https://example.com/source" : nil
  }

  private var takesPrompt: Bool {
    guard case .object(let properties) = checked.card?.parameters["properties"] else { return false }
    return properties.values.contains { $0["role"]?.string == "prompt" }
  }

  /// The first of the values that the card lists for each parameter which a job has to say.
  private var neededParameters: [String: JSONValue] {
    let schema = checked.card?.parameters
    guard case .array(let needed) = schema?["required"] else { return [:] }
    var values: [String: JSONValue] = [:]
    for name in needed.compactMap(\.string) {
      let property = schema?["properties"]?[name]
      guard property?["role"] == nil, case .array(let choices) = property?["enum"] else { continue }
      values[name] = choices.first
    }
    return values
  }

  private var isVideo: Bool {
    checked.card?.medium == .video || checked.bundle.manifest.kinds.contains(.pricing)
  }

  /// The value with the extra members of the trial in it and in the objects of its lists.
  private func text(_ value: some Encodable, _ trial: Trial) -> String {
    guard let text = try? JSON.encode(value) else { return "{}" }
    guard !trial.extraMembers.isEmpty,
      let json = try? JSON.decode(JSONValue.self, from: text, what: "value"),
      let extended = try? JSON.encode(json.adding(trial.extraMembers))
    else { return text }
    return extended
  }
}

extension JSONValue {
  /// The value with more members, in the objects of its lists as well.
  fileprivate func adding(_ extra: [String: JSONValue]) -> JSONValue {
    guard case .object(var members) = self else { return self }
    for (name, value) in members {
      guard case .array(let items) = value else { continue }
      members[name] = .array(items.map { $0.adding(extra) })
    }
    return .object(members.merging(extra) { own, _ in own })
  }
}
