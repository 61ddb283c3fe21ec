internal import ReframeSDK
package import TestSupport
internal import Synchronization

/// Eachlabs' predictions, v1.
package final class EachlabsDouble: VendorDouble, @unchecked Sendable {
  /// The two documented shapes of answers to polls, and what both together look like.
  package enum Shape: String, CaseIterable, Sendable { case page, reference, both }

  private let shapes = Mutex((poll: Shape.both, error: Shape.both))
  private let words = Mutex(
    (isList: false, failed: "error", category: "PROVIDER", retryable: Bool?.none))

  /// Whether `output` is a list, as it is for some models.
  package var listsOutput: Bool {
    get { words.withLock { $0.isList } }
    set { words.withLock { $0.isList = newValue } }
  }
  /// The word for what failed: `error`, or `failed` by older pages.
  package var failedWord: String {
    get { words.withLock { $0.failed } }
    set { words.withLock { $0.failed = newValue } }
  }
  /// The class of a failure.
  package var category: String {
    get { words.withLock { $0.category } }
    set { words.withLock { $0.category = newValue } }
  }
  /// What it says of trying again.
  package var retryable: Bool? {
    get { words.withLock { $0.retryable } }
    set { words.withLock { $0.retryable = newValue } }
  }

  /// The shape of answers to polls.
  package var pollShape: Shape {
    get { shapes.withLock { $0.poll } }
    set { shapes.withLock { $0.poll = newValue } }
  }

  /// The shape of errors.
  package var errorShape: Shape {
    get { shapes.withLock { $0.error } }
    set { shapes.withLock { $0.error = newValue } }
  }

  /// What the catalogue of models costs a run, in millionths of a dollar, by slug and the parameter `model`.
  package static let prices: [String: [String: Int64]] = [
    "reframe-image": ["photon-flash-1": 10_000, "photon-1": 30_000],
    "luma-photon-flash-reframe-image": ["": 5_000],
  ]

  private static let ratios: Set = ["1:1", "3:4", "4:3", "9:16", "16:9", "9:21", "21:9"]

  package override func call(of request: LoopbackServer.Request) -> DoubleCall? {
    if let call = Self.storeCall(of: request) { return call }
    let parts = request.path.split(separator: "/")
    switch (request.method, parts.count, parts.first, parts.dropFirst().first) {
    case ("POST", 2, "v1", "prediction"): return .create
    case ("GET", 3, "v1", "prediction"): return .poll
    case ("POST", 4, "v1", "prediction"): return parts[3] == "cancel" ? .cancel : nil
    case ("POST", 3, "v1", "upload"): return parts[2] == "presign" ? .presign : nil
    default: return nil
    }
  }

  package override func isAuthorised(_ request: LoopbackServer.Request) -> Bool {
    request.headers["x-api-key"] == Self.key || super.isAuthorised(request)
  }

  package override func headers(_ request: LoopbackServer.Request) -> [String: String] {
    ["X-Request-Id": request.headers["x-request-id"] ?? "made-up"]
  }

  package override func unauthorised() -> LoopbackServer.Reply { fault(401, "Invalid or missing API key") }
  package override func notFound(_ words: String) -> LoopbackServer.Reply { fault(404, words) }
  package override func trouble(_ status: Int) -> LoopbackServer.Reply {
    fault(status, status == 500 ? "Failed to create prediction" : "upstream trouble")
  }
  package override func tooMany(_ headers: [String: String]) -> LoopbackServer.Reply {
    var reply = fault(429, "too many requests")
    reply.headers.merge(headers) { $1 }
    return reply
  }

  private func fault(_ status: Int, _ words: String, details: String? = nil) -> LoopbackServer.Reply {
    var body: [String: JSONValue] = [:]
    if errorShape != .reference { body = ["status": .string("error"), "message": .string(words)] }
    if errorShape != .page { body["error"] = .string(words) }
    if errorShape == .reference { body["status"] = .number(Double(status)) }
    if let details { body["details"] = .string(details) }
    return LoopbackServer.Reply(status, json: .object(body))
  }

  package override func answer(_ call: DoubleCall, _ request: LoopbackServer.Request, _ state: inout State)
    -> LoopbackServer.Reply
  {
    switch call {
    case .create: return create(request, &state)
    case .presign: return presign(request, &state)
    default:
      let id = String(request.path.split(separator: "/")[2])
      guard var job = state.jobs[id] else { return notFound("Prediction not found") }
      defer { state.jobs[id] = job }
      guard call == .cancel else { return poll(&job, state.behaviour) }
      job.isCancelled = true
      return LoopbackServer.Reply(
        200,
        json: .object([
          "status": .string("cancelled"), "message": .string("Prediction canceled successfully"),
          "predictionID": .string(id),
        ]))
    }
  }

  private func create(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    guard let json = request.json else { return fault(400, "Invalid input for model", details: "not JSON") }
    guard let slug = json["model"]?.string else { return fault(400, "model field is required") }
    guard let variants = Self.prices[slug] else { return notFound("Model not found") }
    let input = json["input"] ?? .null
    let source = slug == "reframe-image" ? "image" : "image_url"
    guard let address = input[source]?.string,
      address.hasPrefix("https://") || address.hasPrefix(state.behaviour.origin)
    else { return fault(400, "Invalid input for model", details: "\(source) must be a public HTTPS URL") }
    let aspect = input["aspect_ratio"]?.string ?? "16:9"
    guard Self.ratios.contains(aspect) else {
      return fault(400, "Invalid input for model", details: "aspect_ratio '\(aspect)' is not offered")
    }
    guard let price = variants[variants.count == 1 ? "" : input["model"]?.string ?? "photon-flash-1"] else {
      return fault(400, "Invalid input for model", details: "model is not offered")
    }
    for name in ["grid_position_x", "grid_position_y", "x_start", "x_end", "y_start", "y_end"] {
      if let value = input[name], value.number.flatMap({ Int(exactly: $0) }) == nil {
        return fault(400, "Invalid input for model", details: "\(name) must be an integer")
      }
    }
    guard !refusesMore(&state) else { return tooMany([:]) }
    guard takes(price, from: &state) else { return fault(402, "payment required") }
    if let hook = json["webhook_url"], !Self.isAddress(hook.string) {
      return fault(400, "Invalid input for model", details: "webhook_url is no address")
    }
    var job = Job(
      id: "pred-\(state.created + 1)", outcome: state.behaviour.outcome, price: price, aspect: aspect,
      request: json)
    (job.webhook, job.webhookSecret) = (json["webhook_url"]?.string, json["webhook_secret"]?.string)
    keep(job, &state)
    return LoopbackServer.Reply(
      200,
      json: .object([
        "status": .string("success"), "message": .string("Prediction created successfully"),
        "predictionID": .string(job.id),
      ]))
  }

  private func presign(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    guard let type = request.json?["content_type"]?.string else {
      return fault(400, "content_type is required")
    }
    if let seconds = request.json?["expires_in_seconds"]?.number, !(60...31_536_000).contains(seconds) {
      return fault(400, "expires_in_seconds must be 60 to 31536000")
    }
    let name = "file-\(state.files.count + 1)"
    state.agreed[name] = (["content-type": type], "signature=abc", nil)
    let address = "\(state.behaviour.origin)\(Self.uploadPath)\(name)"
    return LoopbackServer.Reply(
      200,
      json: .object([
        "id": .string(name), "presigned_url": .string("\(address)?signature=abc"),
        "public_url": .string(address), "expires_at": .string("2026-01-01T00:00:00Z"),
        "required_headers": .object(["Content-Type": .string(type)]),
      ]))
  }
}
