package import ReframeSDK

/// A job that the model's card allows, with what a request is made of.
package struct VendorOrder: Sendable {
  /// The vendor's name, for messages.
  package let vendor: String
  /// The job.
  package let job: ReframeJob
  /// The model.
  package let card: ModelCard
  /// What is wanted.
  package let output: OutputRequest
  /// The model's own parameters but source and aspect.
  package let parameters: [String: JSONValue]
  /// What is to be reframed.
  package let source: ReframeSource

  /// Takes a job apart. Throws `invalidArgument` for one that says too little and `unsupported`, with the reason, for
  /// one that the model cannot do.
  package init(_ job: ReframeJob, source: ReframeSource, vendor: String) throws(ReframeError) {
    guard let card = job.card else {
      throw ReframeError(
        .invalidArgument, "\(vendor) runs models by their cards, and the job for '\(job.model)' brings none")
    }
    guard job.outputs.count == 1, let output = job.outputs.first else {
      throw ReframeError(
        .unsupported, "\(vendor) makes one output a job, not \(job.outputs.count); send one job for each")
    }
    guard case .object(var parameters) = job.parameters else {
      throw ReframeError(.invalidArgument, "the parameters for \(vendor) are not an object")
    }
    if let prompt = job.prompt {
      guard let name = card.name(of: .prompt) else {
        throw ReframeError(.unsupported, "\(job.model) of \(vendor) reads no prompt; leave it out")
      }
      if parameters[name] == nil { parameters[name] = .string(prompt) }
    }
    (self.vendor, self.job, self.card, self.output) = (vendor, job, card, output)
    (self.parameters, self.source) = (parameters.filter { $0.value != .null }, source)
    try check()
  }

  /// Says that the vendor cannot do it, and why.
  package func unsupported(_ reason: String) -> ReframeError {
    ReframeError(.unsupported, "\(vendor) cannot do this with \(job.model): \(reason)")
  }

  private func check() throws(ReframeError) {
    guard card.modes.contains(job.mode) else {
      let offered = card.modes.map(\.rawValue).joined(separator: ", ")
      throw unsupported("\(job.mode.rawValue) is not offered; it does \(offered)")
    }
    if let aspects = card.aspects, !aspects.contains(output.aspect) {
      let offered = aspects.map(\.description).joined(separator: ", ")
      throw unsupported("\(output.aspect) is not offered; it makes \(offered)")
    }
    if let name = resolution, let limits = card.resolutions?.first(where: { $0.name == name })?.aspects,
      !limits.contains(output.aspect)
    {
      let offered = limits.map(\.description).joined(separator: ", ")
      throw unsupported("\(name) is not offered for \(output.aspect), only for \(offered)")
    }
    if output.placement != nil && card.placement == nil {
      throw unsupported("where the source lies cannot be said")
    }
    let missing = card.required.first { name in
      parameters[name] == nil && ![.source, .aspect].contains(card.role(of: name))
    }
    if let missing {
      throw ReframeError(
        .invalidArgument, "\(job.model) of \(vendor) needs '\(missing)'; say it with the job")
    }
  }

  /// The ratio in the vendor's own terms: 21:9 where the job may say 7:3.
  package var aspectWord: String {
    let words: [String] =
      if let name = card.name(of: .aspect), case .array(let values) = card.schema(of: name)?["enum"] {
        values.compactMap(\.string)
      } else {
        (card.aspects ?? []).map(\.description)
      }
    return words.first { AspectRatio($0) == output.aspect } ?? output.aspect.description
  }

  /// The resolution that was chosen; `nil` if the model offers no choice.
  package var resolution: String? { card.name(of: .resolution).flatMap { parameters[$0]?.string } }

  /// How many variations are asked for.
  package var count: Int { max(1, card.name(of: .count).flatMap { parameters[$0]?.integer } ?? 1) }

  /// How large the result will be, as far as it is known.
  package var canvas: PixelSize? {
    output.size
      ?? card.outputSizes?.first { known in
        known.aspect == output.aspect
          && (resolution == nil || known.resolution == nil || known.resolution == resolution)
      }?.size
  }

  /// What the result probably is.
  package var expectedMediaType: String {
    let word = card.name(of: .format).flatMap { parameters[$0]?.string } ?? output.format?.rawValue
    if card.medium == .video { return card.videoFormats?.first ?? "video/mp4" }
    let formats = OutputFormat.stills
    let named = word.flatMap { word in formats.first { $0.rawValue == word || $0.fileExtension == word } }
    return (named ?? card.formats.first ?? .png).mediaType
  }

  /// The source's media type, if anybody knows it.
  package var sourceMediaType: String? { source.mediaType ?? job.source?.mediaType }
}

extension ModelCard {
  private var properties: [String: JSONValue] {
    guard case .object(let members) = parameters["properties"] else { return [:] }
    return members
  }

  /// The schema of a parameter.
  func schema(of name: String) -> JSONValue? { properties[name] }

  /// Names of the parameters that have to be there.
  var required: [String] {
    guard case .array(let names) = parameters["required"] else { return [] }
    return names.compactMap(\.string)
  }

  /// What a parameter stands for.
  func role(of name: String) -> ParameterRole? {
    properties[name]?["role"]?.string.map(ParameterRole.init(rawValue:))
  }

  /// The parameter that plays a role; of several the one that has to be there, else the first by name.
  package func name(of role: ParameterRole) -> String? {
    let names = properties.keys.filter { self.role(of: $0) == role }.sorted()
    return names.first { required.contains($0) } ?? names.first
  }
}
