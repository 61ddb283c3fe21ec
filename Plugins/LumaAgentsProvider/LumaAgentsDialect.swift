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
    try VendorWebhook.refuse(settings, of: profile)
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
    if let name = order.parameters.keys.sorted().first(where: Self.refused.contains) {
      throw order.unsupported("'\(name)' is refused when a video is reframed; leave it out")
    }
    if let tag = order.parameters["user_id"]?.string, tag.unicodeScalars.count > 256 {
      throw order.unsupported("a user_id has at most 256 characters")
    }
    _ = try position(order)
    guard try earlier(order) == nil else { return }
    _ = try order.neededMediaType()
    guard order.address() == nil, order.byteCount == nil else { return }
    throw order.unsupported("it takes web addresses or bytes")
  }

  /// What the vendor knows from other types of generations, and refuses for this one.
  private static let refused: Set = ["hdr", "exr_export", "loop", "edit", "start_frame", "end_frame"]

  /// The id of the vendor's own video that stands for the source; `nil` if the source itself is sent.
  private func earlier(_ order: VendorOrder) throws(ReframeError) -> JSONValue? {
    guard let value = order.parameters["generation_id"] else { return nil }
    let groups = (value.string ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.count) == [8, 4, 4, 4, 12], groups.joined().allSatisfy(\.isHexDigit) else {
      throw order.unsupported("its generation_id is no UUID, as d290f1ee-6c54-4b01-90e6-d701748f0851 is")
    }
    return value
  }

  func create(_ order: VendorOrder, over line: VendorLine) throws(ReframeError) -> VendorRequest {
    if let id = try earlier(order) { return try request(order, source: ["generation_id": id]) }
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
    for (name, value) in order.parameters where name != "generation_id" {
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
