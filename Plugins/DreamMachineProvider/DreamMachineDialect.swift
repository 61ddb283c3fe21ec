import ReframeSDK
internal import VendorWire

/// Luma Dream Machine, v1: reframing of pictures and of videos, which must lie at a public address.
struct DreamMachineDialect: VendorDialect {
  let profile: VendorProfile
  private let webhook: VendorWebhook?

  init(settings: JSONValue) throws(ReframeError) {
    profile = try VendorProfile(
      name: "Luma Dream Machine", base: "https://api.lumalabs.ai/dream-machine/v1", secret: "LUMAAI_API_KEY"
    ).configured(by: settings)
    webhook = try VendorWebhook(settings, of: profile)
  }

  func check(_ order: VendorOrder) throws(ReframeError) {
    guard order.address() != nil else {
      throw order.unsupported("it takes no uploads; give an https address of the source")
    }
    guard [.image, .video].contains(order.card.medium) else {
      throw order.unsupported("it reframes images and videos, not '\(order.card.medium.rawValue)'")
    }
    _ = try order.pixelPlacement()
  }

  func create(_ order: VendorOrder, over line: VendorLine) throws(ReframeError) -> VendorRequest {
    let medium = order.card.medium.rawValue
    var members = order.parameters.merging(try order.pixelPlacement()) { $1 }
    // A choice of one, which the wire has no word for.
    if let name = order.card.name(of: .resolution) { members[name] = nil }
    members["generation_type"] = .string("reframe_\(medium)")
    members[order.card.name(of: .aspect) ?? "aspect_ratio"] = .string(order.aspectWord)
    members[order.card.name(of: .source) ?? "media"] = .object(["url": .string(order.address() ?? "")])
    members["callback_url"] = (webhook?.address).map(JSONValue.string)
    return try VendorRequest("POST", "/generations/\(medium)/reframe", json: .object(members))
  }

  func identifier(in answer: JSONValue) -> String? { answer["id"]?.string }

  /// `detail`, a text or a list of faults. Nobody says whether a wrong key is 401 or 403, so the words count.
  func complaint(in answer: VendorAnswer) -> VendorComplaint {
    let words = answer.json?["detail"]?.words ?? ""
    let isAboutKey = answer.status == 403 && words.lowercased().contains("api key")
    return VendorComplaint(words: words, kind: isAboutKey ? .unauthenticated : nil)
  }

  func poll(_ ticket: VendorTicket) -> VendorRequest {
    VendorRequest("GET", "/generations/\(VendorRequest.segment(ticket.id))")
  }

  func standing(in answer: VendorAnswer, of ticket: VendorTicket) throws(ReframeError) -> VendorStanding {
    guard let json = answer.json else { return .pending }
    switch json["state"]?.string?.lowercased() {
    case "completed":
      let assets = json["assets"] ?? .null
      // The generation's own word decides, as a video may come with a picture of itself.
      let name = json["generation_type"]?.string ?? "image"
      let found = assets[name] ?? assets["image"] ?? assets["video"]
      return .done(VendorResult(addresses: found?.addresses ?? []))
    case "failed":
      let words = json["failure_reason"]?.words ?? ""
      let kind = Self.moderation.contains { words.lowercased().contains($0) }
      // The vendor does not say that what fails is free.
      return .failed(
        VendorFault(profile, during: .poll).ended(
          kind
            ? .contentPolicy
            : Self.unreadable.contains { words.lowercased().contains($0) }
              ? .invalidArgument : .unavailable, VendorComplaint(words: words), accepted: .yes))
    default: return .pending
    }
  }

  /// A generation can be deleted. Nobody says that this stops it or that it is not charged for then, and what was paid
  /// for would be lost.
  func cancel(_ ticket: VendorTicket) throws(ReframeError) -> VendorRequest {
    throw ReframeError(
      .unsupported,
      "Luma Dream Machine has no way to cancel a generation; it goes on and may be charged for",
      accepted: .yes)
  }

  /// There are no codes; these are the words that its documentation shows.
  private static let moderation = ["moderation", "blacklisted words"]
  private static let unreadable = ["failed to read user input"]
}
