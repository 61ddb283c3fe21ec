internal import FoundationEssentials
import ReframeSDK
internal import Descriptions

/// A job in the words of a vendor: fills the templates of its description.
struct JobValues {
  let request: ReframeJob
  let card: ModelCard
  let wanted: OutputRequest
  let source: ReframeSource
  let vendor: VendorDescription
  let job: JobContext
  /// How the source travels, once that is arranged: an address, or its bytes as text.
  private(set) var sourceText: String?

  /// Takes a job for one output of a model that has a card.
  init(_ request: ReframeJob, source: ReframeSource, vendor: VendorDescription, job: JobContext)
    throws(ReframeError)
  {
    guard let card = request.card else {
      throw ReframeError(
        .invalidArgument,
        "\(vendor.name) needs the card of the model '\(request.model)', and the job has none")
    }
    guard let wanted = request.outputs.first, request.outputs.count == 1 else {
      throw ReframeError(
        .unsupported, "\(vendor.name) makes one output a job, not \(request.outputs.count); ask one by one")
    }
    self.request = request
    self.card = card
    self.wanted = wanted
    self.source = source
    self.vendor = vendor
    self.job = job
  }

  /// Throws the reason why the vendor cannot do the job.
  func check() throws(ReframeError) {
    guard card.modes.contains(request.mode) else {
      let known = card.modes.map(\.rawValue).joined(separator: ", ")
      throw unsupported("'\(card.slug)' has no mode '\(request.mode.rawValue)', only \(known)")
    }
    if let aspects = card.aspects, !aspects.contains(wanted.aspect) {
      let known = aspects.map(\.description).joined(separator: ", ")
      throw unsupported("'\(card.slug)' does not offer \(wanted.aspect); it makes \(known)")
    }
    if request.prompt != nil, name(of: .prompt) == nil { throw unsupported("'\(card.slug)' reads no prompt") }
    if case .array(let required)? = card.parameters["required"] {
      let brought = [name(of: .source), name(of: .aspect), name(of: .prompt)]
      for case .string(let name) in required where request.parameters[name] == nil && !brought.contains(name)
      {
        throw ReframeError(
          .invalidArgument, "'\(card.slug)' of \(vendor.name) needs '\(name)'; say it with the job")
      }
    }
    try checkPlacement()
  }

  private func checkPlacement() throws(ReframeError) {
    guard let place = wanted.placement else { return }
    guard place.width > 0, place.height > 0,
      [place.x, place.y, place.maxX, place.maxY].allSatisfy({ abs($0) < 1e6 })
    else { throw unsupported("the place of the source has no pixel of the output") }
    let placements = (vendor.create.body?.slots ?? []).compactMap { slot in
      if case .placement(_, let inPixels) = slot.source { inPixels } else { nil }
    }
    guard !placements.isEmpty, card.placement != nil else {
      throw unsupported("it places the source itself; leave out the placement")
    }
    guard !placements.contains(true) || wanted.size != nil else {
      throw unsupported(
        "it takes placements in output pixels, and the size of a \(wanted.aspect) output of '\(card.slug)' is not known"
      )
    }
  }

  /// The source's media type, if anybody knows it.
  var mediaType: String? { source.mediaType ?? request.source?.mediaType }

  /// The file as an address that holds it.
  private func dataURI(_ bytes: Data) -> String {
    "data:\(mediaType ?? "application/octet-stream");base64,\(bytes.base64EncodedString())"
  }

  private func unsupported(_ reason: String) -> ReframeError {
    ReframeError(.unsupported, "\(vendor.name): \(reason)")
  }

  /// Arranges how the source reaches the vendor: in the first of its ways that is open. Nothing is bought yet.
  mutating func bringSource(_ calls: VendorCalls) throws(ReframeError) {
    var reasons: [String] = []
    for form in vendor.sourceForms {
      switch form {
      case .url:
        if let url = source.url, url.lowercased().hasPrefix("https://") {
          sourceText = url
          return
        }
        reasons.append("the source has no https address")
      case .dataURI, .base64:
        guard let bytes = source.bytes else { continue }
        if let limit = vendor.inlineLimit, bytes.count > limit {
          reasons.append("its \(bytes.count) bytes are more than the \(limit) that fit into a request")
          continue
        }
        sourceText = form == .base64 ? bytes.base64EncodedString() : dataURI(bytes)
        return
      case .upload:
        guard let bytes = source.bytes, let step = vendor.upload else { continue }
        if let limit = step.limit, bytes.count > limit {
          reasons.append("its \(bytes.count) bytes are more than the \(limit) that can be uploaded")
          continue
        }
        sourceText = try calls.upload(bytes, step, values: self)
        return
      }
    }
    throw unsupported(
      "the source cannot be brought there: \(reasons.joined(separator: ", and ")); give an https address")
  }

  /// The bytes of a request's body; empty if it has none.
  func body(of step: CallStep) throws(ReframeError) -> [UInt8] {
    guard let template = step.body, let value = try fill(template) else { return [] }
    return [UInt8](try JSON.encode(value).utf8)
  }

  private func fill(_ template: BodyTemplate) throws(ReframeError) -> JSONValue? {
    switch template {
    case .literal(let value): return value
    case .slot(let slot): return try value(of: slot)
    case .array(let elements):
      var values: [JSONValue] = []
      for element in elements {
        if let value = try fill(element) { values.append(value) }
      }
      return .array(values)
    case .object(let merge, let members):
      var object: [String: JSONValue] = [:]
      for slot in merge {
        guard case .object(let more)? = try value(of: slot) else { continue }
        object.merge(more) { $1 }
      }
      for member in members {
        guard let name = name(of: member), let value = try fill(member.value) else { continue }
        object[name] = value
      }
      return .object(object)
    }
  }

  private func name(of member: BodyMember) -> String? {
    switch member.name {
    case .fixed(let name): name
    case .role(let role): name(of: role)
    }
  }

  /// A parameter that has to be given goes before another of the same role.
  private func name(of role: ModelCard.ParameterRole) -> String? {
    guard case .object(let properties)? = card.parameters["properties"] else { return nil }
    var names = properties.filter { $0.value["role"]?.string == role.rawValue }.map(\.key).sorted()
    if case .array(let required)? = card.parameters["required"] {
      names = names.filter { required.contains(.string($0)) } + names
    }
    return names.first
  }

  private func value(of slot: BodySlot) throws(ReframeError) -> JSONValue? {
    if let value = value(of: slot.source) ?? slot.fallback { return value }
    if slot.isOptional { return nil }
    throw ReframeError(
      .invalidArgument,
      "\(vendor.name) needs '\(slot.source.words)' for '\(card.slug)', and the job does not say it")
  }

  private func value(of source: BodySlot.Source) -> JSONValue? {
    switch source {
    case .parameter(let name): request.parameters[name]
    case .placement(let edge, let inPixels): placement(edge, inPixels: inPixels).map(JSONValue.number)
    case .value(let name): value(named: name)
    }
  }

  private var prompt: JSONValue? {
    if let name = name(of: .prompt), let given = request.parameters[name] { return given }
    return request.prompt.map(JSONValue.string)
  }

  private func placement(_ edge: BodySlot.Edge, inPixels: Bool) -> Double? {
    guard let place = wanted.placement else { return nil }
    let (share, isAcross): (Double, Bool) =
      switch edge {
      case .left: (place.x, true)
      case .right: (place.maxX, true)
      case .width: (place.width, true)
      case .top: (place.y, false)
      case .bottom: (place.maxY, false)
      case .height: (place.height, false)
      }
    guard inPixels else { return share }
    return wanted.size.map { (share * Double(isAcross ? $0.width : $0.height)).rounded() }
  }

  private func value(named name: String) -> JSONValue? {
    switch name {
    case "source": sourceText.map(JSONValue.string)
    case "source.url": source.url.map(JSONValue.string)
    case "source.dataURI": source.bytes.map { .string(dataURI($0)) }
    case "source.base64": source.bytes.map { .string($0.base64EncodedString()) }
    case "source.mediaType": mediaType.map(JSONValue.string)
    case "model": .string(request.model)
    // A card may write a ratio in other terms than the job.
    case "aspect": .string((card.aspects?.first { $0 == wanted.aspect } ?? wanted.aspect).description)
    case "size.width": wanted.size.map { .number(Double($0.width)) }
    case "size.height": wanted.size.map { .number(Double($0.height)) }
    case "format": wanted.format.map { .string($0.rawValue) }
    case "quality": .number(Double(wanted.quality))
    case "prompt": prompt
    case "seed": .number(Double(request.seed))
    case "count": .number(Double(request.imageCount))
    case "mode": .string(request.mode.rawValue)
    case "parameters": request.parameters
    case "idempotencyKey": .string(job.idempotencyKey)
    default: nil
    }
  }
}

extension ReframeSource {
  /// The whole file; `nil` if it is not on this machine.
  var bytes: Data? {
    if let data, let base = data.baseAddress { return Data(bytes: base, count: data.count) }
    return path.flatMap { FileManager.default.contents(atPath: $0) }
  }
}

extension BodySlot.Source {
  /// As the description writes it.
  fileprivate var words: String {
    switch self {
    case .value(let name): name
    case .parameter(let name): "parameters.\(name)"
    case .placement(let edge, _): "placement.\(edge.rawValue)"
    }
  }
}
