package import ReframeSDK
package import TestSupport
internal import Synchronization

/// Luma Dream Machine's reframing, v1.
package final class DreamMachineDouble: VendorDouble, @unchecked Sendable {
  private let statuses = Mutex((key: 401, validation: 400))

  /// What a wrong key is answered with: nobody says whether 401 or 403.
  package var keyStatus: Int {
    get { statuses.withLock { $0.key } }
    set { statuses.withLock { $0.key = newValue } }
  }

  /// What wrong input is answered with: nobody says whether 400 or 422.
  package var validationStatus: Int {
    get { statuses.withLock { $0.validation } }
    set { statuses.withLock { $0.validation = newValue } }
  }

  private static let ratios: Set = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"]
  private static let models: [String: Set<String>] = [
    "image": ["photon-1", "photon-flash-1"], "video": ["ray-2", "ray-flash-2"],
  ]
  /// What a job costs here, in millionths of a dollar, so that something is counted; the vendor's prices are others.
  package static let price: Int64 = 15_000

  private static let numbers = [
    "grid_position_x", "grid_position_y", "x_start", "x_end", "y_start", "y_end", "resized_width",
    "resized_height",
  ]

  package override func call(of request: LoopbackServer.Request) -> DoubleCall? {
    if let call = Self.storeCall(of: request) { return call }
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.count > 3, parts[0] == "dream-machine", parts[1] == "v1", parts[2] == "generations" else {
      return nil
    }
    switch (request.method, parts.count) {
    case ("POST", 5): return Self.models[parts[3]] != nil && parts[4] == "reframe" ? .create : nil
    case ("GET", 4): return .poll
    case ("DELETE", 4): return .cancel
    default: return nil
    }
  }

  package override func unauthorised() -> LoopbackServer.Reply {
    fault(keyStatus, "Invalid API key is provided")
  }
  package override func notFound(_ words: String) -> LoopbackServer.Reply { fault(404, words) }
  package override func trouble(_ status: Int) -> LoopbackServer.Reply {
    fault(status, "Internal server error")
  }
  package override func tooMany(_ headers: [String: String]) -> LoopbackServer.Reply {
    var reply = fault(429, "Too many requests")
    reply.headers.merge(headers) { $1 }
    return reply
  }

  private func fault(_ status: Int, _ words: String) -> LoopbackServer.Reply {
    LoopbackServer.Reply(status, json: .object(["detail": .string(words)]))
  }

  /// By the page of the vendor's sizes; those of 21:9 and 9:21 are not quite that.
  package override func size(of job: Job) -> PixelSize? {
    let sizes = [
      "1:1": (1536, 1536), "4:3": (1792, 1344), "3:4": (1344, 1792), "16:9": (2048, 1152),
      "9:16": (1152, 2048), "21:9": (2432, 1024), "9:21": (1024, 2432),
    ]
    return sizes[job.aspect].map { PixelSize(width: $0.0 / 8, height: $0.1 / 8) }
  }

  /// The vendor does not say that what fails is free, nor what is deleted, so here it is not.
  package override func isCharged(_ job: Job) -> Bool { true }

  package override func answer(_ call: DoubleCall, _ request: LoopbackServer.Request, _ state: inout State)
    -> LoopbackServer.Reply
  {
    guard call != .create else { return create(request, &state) }
    let id = String(request.path.split(separator: "/")[3])
    // What was deleted is gone.
    guard var job = state.jobs[id], !job.isCancelled else { return notFound("Generation not found") }
    defer { state.jobs[id] = job }
    if call == .cancel {
      job.isCancelled = true
      return LoopbackServer.Reply(204)
    }
    job.polls += 1
    return LoopbackServer.Reply(200, json: generation(&job, state.behaviour))
  }

  private func create(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    let medium = String(request.path.split(separator: "/")[3])
    guard case .object(let json)? = request.json else { return fault(validationStatus, "not JSON") }
    guard json["generation_type"]?.string == "reframe_\(medium)" else {
      return fault(validationStatus, "Unknown request type")
    }
    guard let url = json["media"]?["url"]?.string, url.hasPrefix("http") else {
      return fault(validationStatus, "media.url is required")
    }
    guard let aspect = json["aspect_ratio"]?.string, Self.ratios.contains(aspect) else {
      return fault(validationStatus, "aspect_ratio is missing or not offered")
    }
    guard let model = json["model"]?.string, Self.models[medium]?.contains(model) == true else {
      return fault(validationStatus, "model is missing or not offered")
    }
    if let prompt = json["prompt"]?.string, !prompt.isEmpty, !(3...5000).contains(prompt.count) {
      return fault(
        validationStatus,
        prompt.count < 3
          ? "Prompt is too short, minimum length is 3 characters"
          : "Prompt is too long, maximum length is 5000 characters")
    }
    if let hook = json["callback_url"], !Self.isAddress(hook.string) {
      return fault(validationStatus, "callback_url is no address")
    }
    if let format = json["format"], medium == "video" || !["jpg", "png"].contains(format.string) {
      return fault(validationStatus, "format is not offered")
    }
    if let frame = json["first_frame"], medium == "image" || !Self.isAddress(frame["url"]?.string) {
      return fault(validationStatus, "first_frame.url is no address")
    }
    if let name = Self.numbers.first(where: { name in
      json[name].map { $0.number.flatMap { Int(exactly: $0) } == nil } ?? false
    }) {
      return fault(validationStatus, "\(name) is not an integer")
    }
    guard !refusesMore(&state) else { return tooMany([:]) }
    var job = Job(
      id: "gen-\(state.created + 1)", outcome: state.behaviour.outcome, price: Self.price, aspect: aspect,
      request: .object(json))
    job.isVideo = medium == "video"
    job.isJPEG = medium == "image" && json["format"]?.string != "png"
    job.webhook = json["callback_url"]?.string
    keep(job, &state)
    return LoopbackServer.Reply(201, json: generation(&job, state.behaviour))
  }

  private func generation(_ job: inout Job, _ behaviour: Behaviour) -> JSONValue {
    let medium = job.isVideo ? "video" : "image"
    var body: [String: JSONValue] = [
      "id": .string(job.id), "generation_type": .string(medium), "failure_reason": .null, "assets": .null,
      "created_at": .string("2026-01-01T00:00:00Z"), "model": job.request["model"] ?? .null,
      "request": job.request,
    ]
    if case .stuck(let word) = job.outcome {
      body["state"] = .string(word)
    } else if !isOver(job, behaviour) {
      body["state"] = .string(job.polls < 2 ? "queued" : "dreaming")
    } else if case .failure(_, let words) = job.outcome {
      body["state"] = .string("failed")
      body["failure_reason"] = .string(words)
    } else {
      job.addressesGiven += 1
      let address = address(of: &job, variation: 0, origin: behaviour.origin)
      body["state"] = .string("completed")
      // A video may come with a picture of itself.
      body["assets"] = .object(
        job.isVideo
          ? ["video": .string(address), "image": .string("\(address).jpg")] : ["image": .string(address)])
    }
    return .object(body)
  }
}
