import ReframeSDK
internal import VendorWire

/// Luma Agents, v1: generations whose model and type are the two halves of a slug such as `ray-3.2/video_reframe`.
struct LumaAgentsDialect: VendorDialect {
  let profile: VendorProfile

  init(settings: JSONValue) throws(ReframeError) {
    profile = try VendorProfile(
      name: "Luma Agents", base: "https://agents.lumalabs.ai/v1", secret: "LUMA_AGENTS_API_KEY",
      echoesRequestID: true
    ).configured(by: settings)
  }

  func check(_ order: VendorOrder) throws(ReframeError) {
    guard order.job.model.split(separator: "/", omittingEmptySubsequences: false).count == 2 else {
      throw order.unsupported("its slug is not of a model and a type, as ray-3.2/video_reframe is")
    }
    if let name = order.card.name(of: .prompt), let prompt = order.parameters[name]?.string,
      !(1...6000).contains(prompt.unicodeScalars.count)
    {
      throw order.unsupported("a prompt has 1 to 6000 characters")
    }
    _ = try position(order)
    _ = try order.neededMediaType()
    guard order.address() == nil, order.byteCount == nil else { return }
    throw order.unsupported("it takes web addresses or bytes")
  }

  func create(_ order: VendorOrder, over line: VendorLine) throws(ReframeError) -> VendorRequest {
    let type = try order.neededMediaType()
    if let address = order.address() {
      return try request(order, source: ["url": .string(address), "media_type": .string(type)])
    }
    // What buys is kept short, as of a call that breaks off nobody knows what came of it.
    if let count = order.byteCount, count > LumaFiles.inlineLimit {
      let id = try LumaFiles(dialect: self, line: line).upload(order, mediaType: type)
      return try request(order, source: ["file_id": .string(id)])
    }
    let members = try self.members(order)
    return try VendorRequest("POST", "/generations", carrying: try order.base64()) { data in
      let source: JSONValue = .object(["data": data, "media_type": .string(type)])
      return .object(members.merging(["source": source]) { $1 })
    }
  }

  private func request(_ order: VendorOrder, source: [String: JSONValue]) throws(ReframeError)
    -> VendorRequest
  {
    let members = try self.members(order).merging(["source": .object(source)]) { $1 }
    return try VendorRequest("POST", "/generations", json: .object(members))
  }

  /// The request but for the source. Some parameters lie one level deeper.
  private func members(_ order: VendorOrder) throws(ReframeError) -> [String: JSONValue] {
    let slug = order.job.model.split(separator: "/").map(String.init)
    var video: [String: JSONValue] = [:]
    var members: [String: JSONValue] = [
      "model": .string(slug[0]), "type": .string(slug[1]), "aspect_ratio": .string(order.aspectWord),
    ]
    for (name, value) in order.parameters {
      if ["resolution", "source_position"].contains(name) {
        video[name] = value
      } else {
        members[name] = value
      }
    }
    if let position = try position(order) { video["source_position"] = position }
    if !video.isEmpty { members["video"] = .object(video) }
    return members
  }

  /// Where the source lies, by the job's placement or the model's own parameter; `nil` leaves it to the vendor.
  private func position(_ order: VendorOrder) throws(ReframeError) -> JSONValue? {
    let given = order.parameters["source_position"]
    if let place = order.output.placement {
      guard given == nil else {
        throw ReframeError(
          .invalidArgument, "the place of the source is said twice: as such and by 'source_position'")
      }
      return try Self.checked(
        .object([
          "x_norm": .number(place.x), "y_norm": .number(place.y), "w_norm": .number(place.width),
          "h_norm": .number(place.height),
        ]), order)
    }
    return try given.map { (value) throws(ReframeError) in try Self.checked(value, order) }
  }

  private static func checked(_ value: JSONValue, _ order: VendorOrder) throws(ReframeError) -> JSONValue {
    for name in ["x_norm", "y_norm", "w_norm", "h_norm"] {
      guard let number = value[name]?.number else {
        throw order.unsupported("the place of the source needs x_norm, y_norm, w_norm and h_norm")
      }
      let isSize = name.hasPrefix("w") || name.hasPrefix("h")
      guard isSize ? number > 0 && number <= 2 : abs(number) <= 2 else {
        throw order.unsupported(
          "\(name) of the source's place is \(number); it takes \(isSize ? "more than 0, to 2" : "-2 to 2")")
      }
    }
    return value
  }

  func poll(_ ticket: VendorTicket) -> VendorRequest {
    VendorRequest("GET", "/generations/\(VendorRequest.segment(ticket.id))")
  }

  func cancel(_ ticket: VendorTicket) throws(ReframeError) -> VendorRequest {
    throw ReframeError(
      .unsupported, "Luma Agents has no way to cancel a generation; it goes on and may be charged for",
      accepted: .yes)
  }
}
