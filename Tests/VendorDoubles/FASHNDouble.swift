internal import Foundation
package import ReframeSDK
package import TestSupport
internal import Synchronization

/// FASHN's `reframe`, v1.
package final class FASHNDouble: VendorDouble, @unchecked Sendable {
  private let why = Mutex("RateLimitExceeded")
  private let habits = Mutex((judgesLate: false, inlineExpired: false))

  /// Whether values that are not offered end a run, with `InputValidationError`, instead of being refused: both fit
  /// the documentation.
  package var judgesLate: Bool {
    get { habits.withLock { $0.judgesLate } }
    set { habits.withLock { $0.judgesLate = newValue } }
  }
  /// Whether results that were inline are gone, as they are after an hour.
  package var inlineExpired: Bool {
    get { habits.withLock { $0.inlineExpired } }
    set { habits.withLock { $0.inlineExpired = newValue } }
  }

  /// The name of the error behind a 429.
  package var refusal: String {
    get { why.withLock { $0 } }
    set { why.withLock { $0 = newValue } }
  }

  private static let ratios: Set = ["21:9", "1:1", "4:3", "3:2", "2:3", "5:4", "4:5", "3:4", "16:9", "9:16"]
  private static let resolutions = ["1k": 0, "2k": 1, "4k": 2]
  private static let modes = ["fast": 1, "balanced": 2, "quality": 3]

  package override func call(of request: LoopbackServer.Request) -> DoubleCall? {
    if let call = Self.storeCall(of: request) { return call }
    if request.method == "POST" { return request.path == "/v1/run" ? .create : nil }
    let isStatus = request.path.hasPrefix("/v1/status/") && request.path.split(separator: "/").count == 3
    return request.method == "GET" && isStatus ? .poll : nil
  }

  package override func unauthorised() -> LoopbackServer.Reply {
    fault(401, "UnauthorizedAccess", "Invalid API key")
  }
  package override func notFound(_ words: String) -> LoopbackServer.Reply { fault(404, "NotFound", words) }
  package override func trouble(_ status: Int) -> LoopbackServer.Reply {
    fault(status, "InternalServerError", "An unexpected error occurred")
  }
  package override func tooMany(_ headers: [String: String]) -> LoopbackServer.Reply {
    var reply = fault(429, refusal, "Slow down")
    reply.headers.merge(headers) { $1 }
    return reply
  }

  private func fault(_ status: Int, _ name: String, _ words: String) -> LoopbackServer.Reply {
    LoopbackServer.Reply(status, json: .object(["error": .string(name), "message": .string(words)]))
  }

  package override func answer(_ call: DoubleCall, _ request: LoopbackServer.Request, _ state: inout State)
    -> LoopbackServer.Reply
  {
    guard call == .poll else { return create(request, &state) }
    let id = String(request.path.split(separator: "/")[2])
    guard var job = state.jobs[id] else { return notFound("Prediction not found") }
    defer { state.jobs[id] = job }
    return poll(&job, state.behaviour)
  }

  /// The address behind `webhook_url` in the query.
  private static func hook(in target: String) -> String? {
    let query = target.drop { $0 != "?" }.dropFirst()
    let value = query.split(separator: "&").first { $0.hasPrefix("webhook_url=") }?.drop { $0 != "=" }
    return value.map { String($0.dropFirst()).removingPercentEncoding ?? "" }
  }

  /// By the table of 1k; of the other resolutions only the ratio is known.
  package override func size(of job: Job) -> PixelSize? {
    let sizes = [
      "21:9": (1568, 672), "16:9": (1360, 760), "3:2": (1248, 832), "4:3": (1176, 880), "5:4": (1144, 912),
      "1:1": (1024, 1024), "4:5": (912, 1144), "3:4": (880, 1176), "2:3": (832, 1248), "9:16": (760, 1360),
    ]
    return sizes[job.aspect].map { PixelSize(width: $0.0 / 8, height: $0.1 / 8) }
  }

  private func create(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    guard let json = request.json else { return fault(400, "BadRequest", "The body is not JSON") }
    guard json["webhook_url"] == nil else {
      return fault(400, "BadRequest", "webhook_url is a parameter of the query")
    }
    let hook = Self.hook(in: request.target)
    guard hook == nil || Self.isAddress(hook) else {
      return fault(400, "BadRequest", "webhook_url is no address")
    }
    guard json["model_name"]?.string == "reframe" else { return notFound("Unknown model") }
    let inputs = json["inputs"] ?? .null
    guard let image = inputs["image"]?.string else { return fault(400, "BadRequest", "image is required") }
    guard let aspect = inputs["aspect_ratio"]?.string else {
      return fault(400, "BadRequest", "aspect_ratio is required")
    }
    let resolution = inputs["resolution"]?.string ?? "1k"
    // What is chosen for whoever says nothing depends on the resolution.
    let mode = inputs["generation_mode"]?.string ?? (resolution == "1k" ? "fast" : "quality")
    let count = inputs["num_images"]?.number.flatMap { Int(exactly: $0) } ?? 1
    let isOffered =
      Self.ratios.contains(aspect) && (1...4).contains(count)
      && ["png", "jpeg"].contains(inputs["output_format"]?.string ?? "png")
      && inputs["seed"].map { $0.number.map { (0...4_294_967_295).contains($0) } ?? false } ?? true
    let words = "A value is not offered"
    var outcome = state.behaviour.outcome
    if !isOffered || Self.modes[mode] == nil || Self.resolutions[resolution] == nil {
      guard judgesLate else { return fault(400, "BadRequest", words) }
      outcome = .failure(code: "InputValidationError", words: words)
    }
    let (first, step) = (Self.modes[mode] ?? 1, Self.resolutions[resolution] ?? 0)
    guard !refusesMore(&state) else { return tooMany([:]) }
    let price = Int64((first + step) * count) * 1_000_000
    guard takes(price, from: &state) else { return fault(429, "OutOfCredits", "No credits left") }
    if !image.hasPrefix("http"), !image.hasPrefix("data:image/") {
      outcome = .failure(code: "ImageLoadError", words: "Image in base64 without its prefix")
    }
    var job = Job(
      id: "f\(state.created + 1)-u1", outcome: outcome, price: price, aspect: aspect, request: json)
    job.count = max(1, count)
    job.webhook = hook
    job.isJPEG = inputs["output_format"]?.string == "jpeg"
    keep(job, &state)
    return LoopbackServer.Reply(200, json: .object(["id": .string(job.id), "error": .null]))
  }

  private func poll(_ job: inout Job, _ behaviour: Behaviour) -> LoopbackServer.Reply {
    job.polls += 1
    var body: [String: JSONValue] = ["id": .string(job.id), "error": .null]
    if case .stuck(let word) = job.outcome {
      body["status"] = .string(word)
      return LoopbackServer.Reply(200, json: .object(body))
    }
    guard isOver(job, behaviour) else {
      body["status"] = .string(["starting", "in_queue", "processing"][min(job.polls - 1, 2)])
      return LoopbackServer.Reply(200, json: .object(body))
    }
    if case .failure(let code, let words) = job.outcome {
      body["status"] = .string("failed")
      body["error"] = .object(["name": .string(code), "message": .string(words)])
      return LoopbackServer.Reply(200, json: .object(body))
    }
    job.addressesGiven += 1
    body["status"] = .string("completed")
    body["output"] = .array(
      (0..<job.count).map { .string(output($0, of: &job, behaviour)) })
    return LoopbackServer.Reply(
      200, json: .object(body), headers: ["x-fashn-credits-used": "\(job.price / 1_000_000)"])
  }

  private func output(_ variation: Int, of job: inout Job, _ behaviour: Behaviour) -> String {
    guard job.request["inputs"]?["return_base64"] == .bool(true) else {
      return address(of: &job, variation: variation, origin: behaviour.origin)
    }
    let head = "data:image/\(job.isJPEG ? "jpeg" : "png");base64,"
    return head + (inlineExpired ? "<base64>_expired" : Base64Text.encode(file(of: job).body))
  }
}
