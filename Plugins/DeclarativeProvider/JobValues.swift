internal import Descriptions
import ReframeSDK
internal import VendorWire

/// A job in the words of a vendor: fills the templates of its description.
struct JobValues {
  let order: VendorOrder
  let vendor: VendorDescription
  let idempotencyKey: String
  /// The placement in pixels by the names of its sides; empty if there is none, or none is asked for.
  private var edges: [BodySlot.Edge: Double] = [:]
  /// How the source travels, once that is arranged: an address, or its bytes as text.
  private var sourceText: String?

  /// Takes an order. Throws the reason why the vendor cannot do it.
  init(_ order: VendorOrder, vendor: VendorDescription, idempotencyKey: String) throws(ReframeError) {
    self.order = order
    self.vendor = vendor
    self.idempotencyKey = idempotencyKey
    guard let place = order.output.placement else {
      _ = try openForm()
      return
    }
    let placements = (vendor.create.body?.slots ?? []).compactMap { slot in
      if case .placement(_, let inPixels) = slot.source { inPixels } else { nil }
    }
    guard !placements.isEmpty else { throw order.unsupported("it places the source itself") }
    if placements.contains(true) {
      let pixels = try order.pixelPlacement().compactMapValues(\.number)
      edges = [
        .left: pixels["x_start"] ?? 0, .right: pixels["x_end"] ?? 0, .top: pixels["y_start"] ?? 0,
        .bottom: pixels["y_end"] ?? 0,
      ]
      edges[.width] = (edges[.right] ?? 0) - (edges[.left] ?? 0)
      edges[.height] = (edges[.bottom] ?? 0) - (edges[.top] ?? 0)
    }
    guard place.width > 0, place.height > 0 else {
      throw order.unsupported("the place of the source has no pixel of the output")
    }
    _ = try openForm()
  }

  /// The first of the vendor's ways that is open to the source. Throws why none is.
  private func openForm() throws(ReframeError) -> VendorDescription.SourceForm {
    var excess: (limit: Int, words: String)?
    for form in vendor.sourceForms {
      guard form != .url else {
        if order.address(only: ["https://"]) != nil { return form }
        continue
      }
      guard let count = order.byteCount else { continue }
      let limit = form == .upload ? vendor.upload?.limit : vendor.inlineLimit
      guard let limit, count > limit else { return form }
      excess = (limit, form == .upload ? "can be uploaded" : "fit into a request")
    }
    if let excess, let count = order.byteCount {
      throw order.unsupported(
        "the source has \(count) bytes, and at most \(excess.limit) \(excess.words); give an https address")
    }
    let bytes = vendor.sourceForms.contains(.upload) ? "bytes to upload" : "the bytes themselves"
    let hasAddress = vendor.sourceForms.contains(.url)
    throw order.unsupported(
      vendor.sourceForms == [.url]
        ? "it takes public https addresses only"
        : hasAddress ? "it takes public https addresses only, or \(bytes)" : "it takes \(bytes)")
  }

  /// Arranges how the source reaches the vendor. Nothing is bought by that.
  mutating func bringSource(_ calls: VendorCalls) throws(ReframeError) {
    switch try openForm() {
    case .url: sourceText = order.address(only: ["https://"])
    case .dataURI: sourceText = try base64(after: dataPrefix)
    case .base64: sourceText = try base64()
    case .upload:
      if let step = vendor.upload { sourceText = try calls.upload(try order.bytes(), step, values: self) }
    }
  }

  private var dataPrefix: String { "data:\(order.sourceMediaType ?? "application/octet-stream");base64," }

  private func base64(after prefix: String = "") throws(ReframeError) -> String {
    String(decoding: try order.base64(after: prefix), as: UTF8.self)
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
    case .role(let role): order.card.name(of: role)
    }
  }

  private func value(of slot: BodySlot) throws(ReframeError) -> JSONValue? {
    if let value = try value(of: slot.source) ?? slot.fallback { return value }
    if slot.isOptional { return nil }
    throw ReframeError(
      .invalidArgument,
      "\(vendor.name) needs '\(slot.source.words)' for '\(order.card.slug)', and the job does not say it")
  }

  private func value(of source: BodySlot.Source) throws(ReframeError) -> JSONValue? {
    switch source {
    case .parameter(let name): order.parameters[name]
    case .placement(let edge, let inPixels): (inPixels ? edges[edge] : share(edge)).map(JSONValue.number)
    case .value(let name): try value(named: name)
    }
  }

  private func share(_ edge: BodySlot.Edge) -> Double? {
    order.output.placement.map { place in
      switch edge {
      case .left: place.x
      case .right: place.maxX
      case .top: place.y
      case .bottom: place.maxY
      case .width: place.width
      case .height: place.height
      }
    }
  }

  private func value(named name: String) throws(ReframeError) -> JSONValue? {
    let job = order.job
    switch name {
    case "source": return sourceText.map(JSONValue.string)
    case "source.url": return order.address().map(JSONValue.string)
    case "source.dataURI": return order.byteCount == nil ? nil : .string(try base64(after: dataPrefix))
    case "source.base64": return order.byteCount == nil ? nil : .string(try base64())
    case "source.mediaType": return order.sourceMediaType.map(JSONValue.string)
    case "model": return .string(job.model)
    case "aspect": return .string(order.aspectWord)
    case "size.width": return order.canvas.map { .number(Double($0.width)) }
    case "size.height": return order.canvas.map { .number(Double($0.height)) }
    case "format": return order.output.format.map { .string($0.rawValue) }
    case "quality": return .number(Double(order.output.quality))
    case "prompt": return order.card.name(of: .prompt).flatMap { order.parameters[$0] }
    case "seed": return .number(Double(job.seed))
    case "count": return .number(Double(order.count))
    case "mode": return .string(job.mode.rawValue)
    case "parameters": return .object(order.parameters)
    case "idempotencyKey": return .string(idempotencyKey)
    default: return nil
    }
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
