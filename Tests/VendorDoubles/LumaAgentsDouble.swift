internal import ReframeSDK
package import TestSupport
internal import Synchronization

/// Luma Agents' `video_reframe`, v1.
package final class LumaAgentsDouble: VendorDouble, @unchecked Sendable {
  private let listed = Mutex(false)

  /// Whether `detail` of a 422 is a list of faults, which nobody says it never is.
  package var listsFaults: Bool {
    get { listed.withLock { $0 } }
    set { listed.withLock { $0 = newValue } }
  }

  /// What a job costs here, in millionths of a dollar; the vendor counts seconds, which this double does not see.
  package static let price: Int64 = 600_000

  private static let ratios: Set = ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"]
  private static let members: Set = ["type", "model", "prompt", "aspect_ratio", "source", "video", "user_id"]

  package override func call(of request: LoopbackServer.Request) -> DoubleCall? {
    if let call = Self.storeCall(of: request) { return call }
    let parts = request.path.split(separator: "/").dropFirst().map(String.init)
    guard request.path.hasPrefix("/v1/"), let first = parts.first else { return nil }
    switch (request.method, first, parts.count) {
    case ("POST", "generations", 1): return .create
    case ("GET", "generations", 2): return .poll
    case ("POST", "files", 1), ("POST", "files", 3), ("GET", "files", 2): return .presign
    default: return nil
    }
  }

  package override func unauthorised() -> LoopbackServer.Reply { fault(401, "Missing or invalid API key") }
  package override func notFound(_ words: String) -> LoopbackServer.Reply { fault(404, words) }
  package override func trouble(_ status: Int) -> LoopbackServer.Reply {
    fault(status, "ingestion unavailable")
  }
  package override func tooMany(_ headers: [String: String]) -> LoopbackServer.Reply {
    var reply = fault(429, headers.isEmpty ? "Too many concurrent jobs" : "Rate limit exceeded")
    reply.headers.merge(headers.isEmpty ? ["Retry-After": "60"] : headers) { $1 }
    return reply
  }

  private func fault(_ status: Int, _ words: String) -> LoopbackServer.Reply {
    LoopbackServer.Reply(status, json: .object(["detail": .string(words)]))
  }

  private func invalid(_ place: String, _ words: String) -> LoopbackServer.Reply {
    guard listsFaults else { return fault(422, words) }
    let item: JSONValue = .object([
      "loc": .array([.string("body"), .string(place)]), "msg": .string(words), "type": .string("value_error"),
    ])
    return LoopbackServer.Reply(422, json: .object(["detail": .array([item])]))
  }

  package override func headers(_ request: LoopbackServer.Request) -> [String: String] {
    ["X-Request-Id": request.headers["x-request-id"] ?? "made-up", "X-API-Version": "2026-04-01"]
  }

  /// The vendor does not say that what fails is free, so here it is not.
  package override func isCharged(_ job: Job) -> Bool { true }

  package override func answer(_ call: DoubleCall, _ request: LoopbackServer.Request, _ state: inout State)
    -> LoopbackServer.Reply
  {
    switch call {
    case .create: return create(request, &state)
    case .presign: return file(request, &state)
    default:
      let id = String(request.path.split(separator: "/")[2])
      guard var job = state.jobs[id] else { return notFound("Generation not found") }
      defer { state.jobs[id] = job }
      job.polls += 1
      return LoopbackServer.Reply(200, json: envelope(&job, state.behaviour))
    }
  }

  private func create(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    guard case .object(let json)? = request.json else { return fault(400, "The body is not JSON") }
    if let name = json.keys.sorted().first(where: { !Self.members.contains($0) }) {
      return invalid(name, "\(name) is not known")
    }
    guard json["type"]?.string == "video_reframe", json["model"]?.string == "ray-3.2" else {
      return fault(400, "type video_reframe needs model ray-3.2")
    }
    guard let prompt = json["prompt"]?.string, (1...6000).contains(prompt.count) else {
      return invalid("prompt", "prompt has 1 to 6000 characters")
    }
    guard let aspect = json["aspect_ratio"]?.string, Self.ratios.contains(aspect) else {
      return invalid("aspect_ratio", "aspect_ratio is missing or not offered")
    }
    if let tag = json["user_id"], !(tag.string.map { $0.count <= 256 } ?? false) {
      return invalid("user_id", "user_id has at most 256 characters")
    }
    if let reply = sourceFault(json["source"] ?? .null, state) { return reply }
    if let reply = videoFault(json["video"] ?? .object([:]), aspect: aspect) { return reply }
    guard !refusesMore(&state) else { return tooMany([:]) }
    guard takes(Self.price, from: &state) else { return fault(402, "insufficient balance") }
    var job = Job(
      id: "00000000-0000-4000-8000-00000000000\(state.created + 1)", outcome: state.behaviour.outcome,
      price: Self.price, aspect: aspect, request: .object(json))
    job.isVideo = true
    keep(job, &state)
    return LoopbackServer.Reply(
      201, json: envelope(&job, state.behaviour),
      headers: ["X-RateLimit-Limit": "30", "X-RateLimit-Remaining": "29", "X-RateLimit-Reset": "60"])
  }

  private func sourceFault(_ source: JSONValue, _ state: State) -> LoopbackServer.Reply? {
    let ways = ["generation_id", "url", "data", "file_id"].filter { source[$0] != nil }
    guard ways.count == 1 else {
      return invalid("source", "exactly one of generation_id, url, data, file_id")
    }
    if ways[0] == "file_id" {
      let isReady = source["file_id"]?.string.map { state.files[$0] != nil } ?? false
      return isReady ? nil : invalid("source", "the file is not ready")
    }
    if ways[0] == "generation_id" {
      // Only videos that were completed here can be named.
      let job = source["generation_id"]?.string.flatMap { state.jobs[$0] }
      let isReady = job.map { $0.isVideo && $0.outcome == .success && isOver($0, state.behaviour) } ?? false
      return isReady ? nil : invalid("source", "generation_id is no completed video generation")
    }
    guard source["media_type"]?.string?.hasPrefix("video/") == true else {
      return invalid("source", "source.media_type is required")
    }
    if let tag = source["url"], !Self.isAddress(tag.string) { return invalid("source", "source.url is none") }
    guard let data = source["data"]?.string, Base64Text.decode(data) == nil else { return nil }
    return invalid("source", "source.data is not base64")
  }

  private func videoFault(_ video: JSONValue, aspect: String) -> LoopbackServer.Reply? {
    guard case .object(let members) = video else { return invalid("video", "video is no object") }
    // HDR, EXR, loops, edits and frames are for other types.
    if let name = members.keys.sorted().first(where: { !["resolution", "source_position"].contains($0) }) {
      return invalid("video", "video.\(name) is not valid for type 'video_reframe'")
    }
    let resolution = video["resolution"]?.string ?? "720p"
    guard ["360p", "540p", "720p", "1080p"].contains(resolution) else {
      return invalid("video", "resolution is not offered")
    }
    if resolution == "1080p", ["9:16", "3:4"].contains(aspect) {
      return fault(400, "1080p is coming soon for this aspect ratio")
    }
    guard let place = video["source_position"] else { return nil }
    for (name, range) in [
      ("x_norm", -2.0...2), ("y_norm", -2.0...2), ("w_norm", Double.leastNonzeroMagnitude...2),
      ("h_norm", Double.leastNonzeroMagnitude...2),
    ] {
      guard let value = place[name]?.number, range.contains(value) else {
        return invalid("video", "source_position.\(name) is missing or out of range")
      }
    }
    return nil
  }

  private func envelope(_ job: inout Job, _ behaviour: Behaviour) -> JSONValue {
    var body: [String: JSONValue] = [
      "id": .string(job.id), "type": .string("video_reframe"), "model": .string("ray-3.2"),
      "created_at": .string("2026-01-01T00:00:00Z"), "output": .array([]), "failure_reason": .null,
      "failure_code": .null,
    ]
    if case .stuck(let word) = job.outcome {
      body["state"] = .string(word)
    } else if !isOver(job, behaviour) {
      body["state"] = .string(job.polls < 2 ? "queued" : "processing")
    } else if case .failure(let code, let words) = job.outcome {
      body["state"] = .string("failed")
      body["failure_code"] = .string(code)
      body["failure_reason"] = .string(words)
    } else {
      job.addressesGiven += 1
      let address = address(of: &job, variation: 0, origin: behaviour.origin)
      body["state"] = .string("completed")
      body["output"] = .array([.object(["type": .string("video"), "url": .string(address)])])
    }
    return .object(body)
  }

  /// Files: made, put, completed, and ready when they are asked after.
  private func file(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.count > 2 else {
      guard let size = request.json?["size_bytes"]?.number.flatMap({ Int(exactly: $0) }), size > 0,
        let type = request.json?["mime_type"]?.string,
        ["input", "reference"].contains(request.json?["purpose"]?.string ?? "input")
      else { return invalid("size_bytes", "mime_type and size_bytes are required") }
      guard size <= 5 << 30 else { return fault(413, "the file is too large") }
      let id = "file-\(state.requests.count)"
      state.agreed[id] = (["content-type": type], "expires=900", size)
      let upload: JSONValue = .object([
        "url": .string("\(state.behaviour.origin)\(Self.uploadPath)\(id)?expires=900"),
        "method": .string("PUT"),
        "headers": .object(["Content-Type": .string(type), "Host": .string("elsewhere.example")]),
        "expires_at": .string("2026-01-01T00:15:00Z"),
      ])
      return LoopbackServer.Reply(
        201, json: .object(["id": .string(id), "state": .string("pending"), "upload": upload]))
    }
    guard state.files[parts[2]] != nil else { return notFound("File not found") }
    return LoopbackServer.Reply(200, json: .object(["id": .string(parts[2]), "state": .string("ready")]))
  }
}
