internal import Hosting
package import ReframeSDK

/// Why a model cannot do what is wanted.
package struct Exclusion: Equatable, Sendable, Codable {
  /// Which side of it: `format`, `bytes`, `size`, `duration`, `ratio`, `resolution` or `parameter`.
  package let what: String
  /// The fault, for people.
  package let reason: String
}

/// A wish in the words of one model: a job with every parameter that decides the price, or the reasons why not.
package struct Fitting: Sendable {
  /// The job for the model.
  package private(set) var job: ReframeJob
  /// Why the model cannot do it; empty if it can.
  package private(set) var exclusions: [Exclusion] = []
  private let card: ModelCard
  private var parameters: [String: JSONValue] = [:]

  /// Fits a wish to a model.
  package init(_ wanted: Wanted, to card: ModelCard) {
    job = wanted.job
    job.model = card.slug
    self.card = card
    checkSource()
    checkMode()
    readParameters(wanted.parameters)
    readDefaults(wanted.defaults)
    checkRatios()
    chooseResolution(wanted.resolution)
    chooseFormat()
    chooseCount()
    fillDefaults()
    checkResolution()
    checkPlacement()
    takePromptAndSeed()
    job.parameters = .object(parameters)
    if card.provider != nil { job.card = card }
  }

  private mutating func exclude(_ what: String, _ reason: String) {
    let exclusion = Exclusion(what: what, reason: reason)
    if !exclusions.contains(exclusion) { exclusions.append(exclusion) }
  }

  private mutating func checkSource() {
    guard let source = job.source else { return }
    if let formats = card.sourceFormats {
      let type = source.mediaType ?? "of an unknown type"
      let isKnown = formats.contains { format in
        format == type || (format.hasSuffix("/*") && type.hasPrefix(format.dropLast()))
      }
      if !isKnown { exclude("format", "the source is \(type); it reads \(formats.joined(separator: ", "))") }
    } else if let type = source.mediaType, !type.hasPrefix("\(card.medium.rawValue)/") {
      exclude("format", "the source is \(type); it reads \(card.medium.rawValue)s")
    }
    if let limit = card.sourceByteLimit, let count = source.byteCount, count > limit {
      exclude("bytes", "the source has \(count) bytes; at most \(limit) are taken")
    }
    if let limit = card.sourceMillisecondLimit, let length = source.durationMilliseconds, length > limit {
      exclude(
        "duration", "the source is \(Self.seconds(length)) long; at most \(Self.seconds(limit)) are taken")
    }
    guard let size = source.size else { return }
    if let limit = card.sourceSideLimit, max(size.width, size.height) > limit {
      exclude("size", "the source is \(size); at most \(limit) pixels a side are taken")
    }
    if let limit = card.sourcePixelLimit, size.area > limit {
      exclude("size", "the source has \(size.area) pixels; at most \(limit) are taken")
    }
  }

  private mutating func checkMode() {
    guard !card.modes.contains(job.mode) else { return }
    let offered = card.modes.map(\.rawValue).joined(separator: ", ")
    exclude("mode", "\(job.mode.rawValue) is not offered; it does \(offered)")
  }

  /// Where the source lies must be sayable in the model's own terms.
  private mutating func checkPlacement() {
    for output in job.outputs where output.placement != nil {
      switch card.placement {
      case .fractions: continue
      case .pixels where output.size != nil: continue
      case .pixels:
        exclude(
          "placement", "it counts in pixels of the output, whose size for \(output.aspect) is not published")
      default: exclude("placement", "where the source lies cannot be said")
      }
    }
  }

  /// A prompt is nothing that may be passed over; a seed is, as without one results just differ.
  private mutating func takePromptAndSeed() {
    if let prompt = job.prompt {
      if let name = card.parameter(.prompt) {
        take(prompt, as: .prompt)
        if let fault = ParameterSchema(card.parameters).fault(in: [name: .string(prompt)]) {
          exclude("parameter", fault)
        }
      } else if card.provider != nil {
        exclude("parameter", "it reads no prompt")
      }
    }
    if let name = card.parameter(.seed), job.seed != ReframeJob.standardSeed {
      parameters[name] = .number(Double(job.seed))
    }
  }

  /// What the model needs and nobody said; empty if everything is there. A price can be known without it.
  package var lacks: [String] {
    guard card.takesAddressesOnly == true, let source = job.source, source.address == nil else {
      return missingParameters
    }
    return missingParameters + ["it takes no files; give the source by its address, https://…"]
  }

  private var missingParameters: [String] {
    guard case .array(let required) = card.parameters["required"] else { return [] }
    return required.compactMap(\.string).filter { name in
      guard case .object(let given) = job.parameters, given[name] == nil else { return false }
      let role = card.properties.first { $0.name == name }?.schema["role"]?.string
      return role != ModelCard.ParameterRole.source.rawValue
        && role != ModelCard.ParameterRole.aspect.rawValue
    }.map { name in
      let schema = card.properties.first { $0.name == name }?.schema
      guard schema?["role"]?.string != ModelCard.ParameterRole.prompt.rawValue else {
        return "it needs a prompt; give --prompt"
      }
      guard case .array(let words) = schema?["enum"] else {
        return "it needs '\(name)'; give --param \(name)=…"
      }
      return "it needs '\(name)'; give --param \(name)=\(words.map(\.words).joined(separator: "|"))"
    }
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return "\(whole)\(Money(micros: rest * 1000, unit: "s").decimal.dropFirst()) s"
  }

  /// Texts become values of the types that the card declares.
  private mutating func readParameters(_ given: [(name: String, text: String)]) {
    let schema = ParameterSchema(card.parameters)
    for (name, text) in given {
      guard let property = card.properties.first(where: { $0.name == name })?.schema else {
        exclude("parameter", "it has no parameter '\(name)'")
        continue
      }
      let role = property["role"]?.string.map(ModelCard.ParameterRole.init(rawValue:))
      if role == .source || role == .aspect {
        exclude("parameter", "'\(name)' is said by the source and --aspect")
        continue
      }
      let value = Self.value(text, type: property["type"]?.string)
      if let fault = schema.fault(in: [name: value]) {
        exclude("parameter", fault)
      } else {
        parameters[name] = value
      }
    }
  }

  /// Settings come before the vendor's own defaults and after what the job says.
  private mutating func readDefaults(_ defaults: [String: JSONValue]) {
    for (name, value) in defaults.sorted(by: { $0.key < $1.key }) where parameters[name] == nil {
      if let fault = ParameterSchema(card.parameters).fault(in: [name: value]) {
        exclude("parameter", "the settings: \(fault)")
      } else {
        parameters[name] = value
      }
    }
  }

  private static func value(_ text: String, type: String?) -> JSONValue {
    switch type {
    case "integer", "number": Double(text).flatMap { $0.isFinite ? .number($0) : nil } ?? .string(text)
    case "boolean": text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
    case "object", "array": (try? JSON.decode(JSONValue.self, from: text, what: "")) ?? .string(text)
    default: .string(text)
    }
  }

  private mutating func checkRatios() {
    guard card.takesSizes != true else { return }
    for (index, output) in job.outputs.enumerated() {
      // A published size names the ratio it is sold as, which it may miss by a little.
      let known = card.outputSizes?.first { $0.size == output.size }
      let aspect = known?.aspect ?? output.aspect
      job.outputs[index].aspect = aspect
      if let aspects = card.aspects, !aspects.contains(aspect) {
        let offered = aspects.map(\.description).joined(separator: ", ")
        exclude("ratio", "\(aspect) is not offered; it makes \(offered)")
      }
      if let margin = card.sourceRatioMargin, let size = job.source?.size, size.height > 0,
        abs(size.ratio / aspect.value - 1) <= margin + 1e-9
      {
        exclude("ratio", "the source is \(size), which is \(aspect) already, and such sources are refused")
      }
    }
  }

  /// A resolution by name, or by a size that is one's, becomes the model's own parameter.
  private mutating func chooseResolution(_ name: String?) {
    let offered = (card.resolutions ?? []).map(\.name)
    guard let name else { return chooseBySize() }
    guard offered.contains(name) else {
      return exclude(
        "resolution",
        offered.isEmpty
          ? "the size of the output cannot be chosen"
          : "\(name) is not offered; it makes \(offered.joined(separator: ", "))")
    }
    guard card.takesSizes != true else { return }
    for index in job.outputs.indices { job.outputs[index].size = nil }
    take(name, as: .resolution)
  }

  private mutating func chooseBySize() {
    guard card.takesSizes != true else { return }
    for output in job.outputs {
      guard let size = output.size else { continue }
      guard let known = card.outputSizes?.first(where: { $0.size == size }) else {
        let sizes = (card.outputSizes ?? []).map(\.size.description).joined(separator: ", ")
        exclude(
          "size",
          "\(size) is not offered\(sizes.isEmpty ? "; sizes cannot be chosen" : "; it makes \(sizes)")")
        continue
      }
      if let name = known.resolution { take(name, as: .resolution) }
    }
  }

  private mutating func chooseFormat() {
    for format in Set(job.outputs.compactMap(\.format)).sorted(by: { $0.rawValue < $1.rawValue }) {
      guard card.formats.contains(format) else {
        let offered = card.formats.map(\.rawValue) + (card.videoFormats ?? [])
        exclude("format", "\(format.rawValue) is not offered; it writes \(offered.joined(separator: ", "))")
        continue
      }
      guard let name = card.parameter(.format) else { continue }
      let schema = ParameterSchema(card.parameters)
      let word = [format.rawValue, format.fileExtension].first {
        schema.fault(in: [name: .string($0)]) == nil
      }
      if let word { take(word, as: .format) }
    }
  }

  /// The model's own count and the job's are one.
  private mutating func chooseCount() {
    guard let name = card.parameter(.count) else { return }
    if let given = parameters[name]?.number, let count = Int(exactly: given) {
      if job.imageCount != 1 && job.imageCount != count {
        exclude("parameter", "'\(name)' and --count differ")
      }
      job.imageCount = count
    }
    parameters[name] = .number(Double(min(job.imageCount, card.imageCountLimit ?? 1)))
  }

  private mutating func fillDefaults() {
    for (name, property) in card.properties where parameters[name] == nil {
      if let value = property["default"], property["role"]?.string != ModelCard.ParameterRole.aspect.rawValue
      {
        parameters[name] = value
      }
    }
  }

  /// Some resolutions are for some ratios only; known sizes are noted in the job.
  private mutating func checkResolution() {
    let name = card.parameter(.resolution).flatMap { parameters[$0]?.string }
    for (index, output) in job.outputs.enumerated() where card.takesSizes != true {
      if let name, let limits = card.resolutions?.first(where: { $0.name == name })?.aspects,
        !limits.contains(output.aspect)
      {
        let offered = limits.map(\.description).joined(separator: ", ")
        exclude("resolution", "\(name) is not offered for \(output.aspect), only for \(offered)")
      }
      job.outputs[index].size =
        card.outputSizes?.first { known in
          known.aspect == output.aspect
            && (name == nil || known.resolution == nil || known.resolution == name)
        }?.size
    }
  }

  /// Sets the parameter of a role, unless it was said otherwise.
  private mutating func take(_ value: String, as role: ModelCard.ParameterRole) {
    guard let name = card.parameter(role) else { return }
    if let given = parameters[name], given != .string(value) {
      exclude("parameter", "'\(name)' is both \(given.words) and \(value)")
    }
    parameters[name] = .string(value)
  }
}
