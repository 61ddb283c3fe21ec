import ReframeSDK
internal import VendorWire

/// FASHN, v1: its model `reframe`.
struct FASHNDialect: VendorDialect {
  let profile: VendorProfile
  private let webhook: VendorWebhook?

  /// What four pictures of 16 megapixels may take inline.
  private static let inlineLimit: UInt64 = 512 << 20

  init(settings: JSONValue) throws(ReframeError) {
    profile = try VendorProfile(name: "FASHN", base: "https://api.fashn.ai", secret: "FASHN_API_KEY")
      .configured(by: settings)
    webhook = try VendorWebhook(settings, of: profile)
  }

  func check(_ order: VendorOrder) throws(ReframeError) {
    guard order.card.name(of: .source) != nil, order.card.name(of: .aspect) != nil else {
      throw order.unsupported("its card names no parameter for the source or for the ratio")
    }
    guard order.address() == nil else { return }
    guard order.byteCount != nil else { throw order.unsupported("it takes web addresses or bytes") }
    _ = try order.neededMediaType()
  }

  func create(_ order: VendorOrder, over line: VendorLine) throws(ReframeError) -> VendorRequest {
    let body = { (source: JSONValue) -> JSONValue in
      var inputs = order.parameters
      if let name = order.card.name(of: .source) { inputs[name] = source }
      if let name = order.card.name(of: .aspect) { inputs[name] = .string(order.aspectWord) }
      return .object(["model_name": .string(order.job.model), "inputs": .object(inputs)])
    }
    // The one thing that stands in the query.
    let path = webhook.map { "/v1/run?webhook_url=\(VendorRequest.segment($0.address))" } ?? "/v1/run"
    if let address = order.address() {
      return try VendorRequest("POST", path, json: body(.string(address)))
    }
    let text = try order.base64(after: "data:\(try order.neededMediaType());base64,")
    return try VendorRequest("POST", path, carrying: text, body)
  }

  func identifier(in answer: JSONValue) -> String? { answer["id"]?.string }

  /// An error of the API's own means that no id was issued, and that the call may be repeated.
  func createdNothing(_ answer: VendorAnswer) -> Bool {
    guard let json = answer.json, identifier(in: json) == nil else { return false }
    return !complaint(in: answer).code.isEmpty
  }

  func complaint(in answer: VendorAnswer) -> VendorComplaint {
    guard let json = answer.json else { return VendorComplaint() }
    let code = json["error"]?.string ?? json["error"]?["name"]?.string ?? ""
    var words = json["message"]?.words ?? json["error"]?["message"]?.words ?? ""
    if code == "InternalServerError" {
      words += (words.isEmpty ? "" : "; ") + "also said of sources too large"
    }
    return VendorComplaint(
      code: code, words: words, kind: Self.kinds[code], isRetryable: code == "OutOfCredits" ? false : nil)
  }

  /// 50 questions in 10 s are taken, and six runs at once.
  let shortestPause: Int64 = 1500

  func poll(_ ticket: VendorTicket) -> VendorRequest {
    var request = VendorRequest("GET", "/v1/status/\(VendorRequest.segment(ticket.id))")
    request.responseLimit = Self.inlineLimit
    return request
  }

  func standing(in answer: VendorAnswer, of ticket: VendorTicket) throws(ReframeError) -> VendorStanding {
    guard let json = answer.json else { return .pending }
    let charge = Self.charge(answer)
    let fault = VendorFault(profile, during: .poll)
    let failure = { (kind: ReframeError.Kind, unsaid: ReframeError.Acceptance) -> VendorStanding in
      let accepted: ReframeError.Acceptance = charge.map { $0.micros > 0 ? .yes : .no } ?? unsaid
      return .failed(fault.ended(kind, complaint(in: answer), accepted: accepted))
    }
    switch json["status"]?.string?.lowercased() {
    case "completed":
      guard !Self.isExpired(json["output"] ?? .null) else {
        return .failed(
          ReframeError(
            .notFound,
            "FASHN has dropped the result, which it keeps for an hour when it goes inline; leave return_base64 out, and "
              + "it keeps it for three days", accepted: .yes))
      }
      return .done(VendorResult(addresses: json["output"]?.addresses ?? [], charge: charge))
    // What fails is free by the vendor's word; of the other two it says nothing.
    case "failed": return failure(.unavailable, .no)
    case "canceled", "cancelled": return failure(.cancelled, .unknown)
    case "time_out": return failure(.timeout, .unknown)
    default: return .pending
    }
  }

  func cancel(_ ticket: VendorTicket) throws(ReframeError) -> VendorRequest {
    throw ReframeError(
      .unsupported, "FASHN has no way to cancel a run; it goes on and may be charged for", accepted: .yes)
  }

  /// Whether a result was inline, and is no longer there. What is there may be long.
  private static func isExpired(_ output: JSONValue) -> Bool {
    guard case .array(let items) = output else { return false }
    return items.contains { $0.string?.utf8.suffix(8).elementsEqual("_expired".utf8) ?? false }
  }

  /// Whole credits; anything else is not believed.
  private static func charge(_ answer: VendorAnswer) -> Money? {
    guard let text = answer.headers["x-fashn-credits-used"], !text.contains("."), !text.hasPrefix("-") else {
      return nil
    }
    return try? Money(decimal: text, unit: "credits/fashn")
  }

  private static let kinds: [String: ReframeError.Kind] = [
    "BadRequest": .invalidArgument, "UnauthorizedAccess": .unauthenticated, "NotFound": .notFound,
    "RateLimitExceeded": .rateLimited, "ConcurrencyLimitExceeded": .rateLimited, "OutOfCredits": .quota,
    "InternalServerError": .unavailable, "ImageLoadError": .invalidArgument,
    "ContentModerationError": .contentPolicy, "InputValidationError": .invalidArgument,
    "PoseError": .invalidArgument, "PipelineError": .unavailable, "ThirdPartyError": .unavailable,
    "3rdPartyProviderError": .unavailable, "UnavailableError": .unavailable, "PollingTimeout": .timeout,
  ]
}
