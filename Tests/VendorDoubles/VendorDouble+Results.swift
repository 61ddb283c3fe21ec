internal import ReframeSDK
package import TestSupport
extension VendorDouble {
  /// Where results and uploads lie, below the origin.
  package static let resultPath = "/results/"
  /// Where files are put.
  package static let uploadPath = "/uploads/"

  /// Whether a request fetches a result or puts a file.
  package static func storeCall(of request: LoopbackServer.Request) -> DoubleCall? {
    if request.path.hasPrefix(resultPath) { return .result }
    return request.path.hasPrefix(uploadPath) && request.method == "PUT" ? .upload : nil
  }

  /// A new address of one of a job's results.
  package func address(of job: inout Job, variation: Int, origin: String) -> String {
    "\(origin)\(Self.resultPath)\(job.id)/\(job.addressesGiven)/output_\(variation)"
      + (job.isVideo ? ".mp4" : job.isJPEG ? ".jpg" : ".png")
  }

  /// Gives a result out, whole or as it was told to be.
  func serve(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.count == 4, let job = state.jobs[parts[1]], state.behaviour.result != .missing else {
      return LoopbackServer.Reply(404)
    }
    if state.behaviour.addressesExpire && Int(parts[2]) != job.addressesGiven {
      return LoopbackServer.Reply(403, body: Array("Request has expired".utf8))
    }
    switch state.behaviour.result {
    case .page:
      return LoopbackServer.Reply(
        200, headers: ["Content-Type": "image/png"], body: Array("<html></html>".utf8))
    case .wrongRatio:
      return LoopbackServer.Reply(
        200, headers: ["Content-Type": "image/png"], body: TinyPicture.png(width: 50, height: 11))
    default: return file(of: job)
    }
  }

  /// The file that a job makes.
  package func file(of job: Job) -> LoopbackServer.Reply {
    guard !job.isVideo else {
      return LoopbackServer.Reply(200, headers: ["Content-Type": "video/mp4"], body: TinyPicture.mp4)
    }
    guard let size = size(of: job) else { return LoopbackServer.Reply(404) }
    return LoopbackServer.Reply(
      200, headers: ["Content-Type": job.isJPEG ? "image/jpeg" : "image/png"],
      body: job.isJPEG
        ? TinyPicture.jpeg(width: size.width, height: size.height)
        : TinyPicture.png(width: size.width, height: size.height))
  }

  /// Keeps a file that was put; a key is none of the store's business.
  func store(_ request: LoopbackServer.Request, _ state: inout State) -> LoopbackServer.Reply {
    guard request.headers["authorization"] == nil, request.headers["x-api-key"] == nil else {
      return LoopbackServer.Reply(400, body: Array("a credential that does not belong here".utf8))
    }
    let name = String(request.path.dropFirst(Self.uploadPath.count))
    if let agreed = state.agreed[name] {
      let query = request.target.dropFirst(request.path.count).dropFirst()
      guard agreed.headers.allSatisfy({ request.headers[$0.key] == $0.value }), query == agreed.query,
        agreed.size.map({ $0 == request.body.count }) ?? true
      else { return LoopbackServer.Reply(403, body: Array("SignatureDoesNotMatch".utf8)) }
    }
    state.files[name] = request.body
    return LoopbackServer.Reply(200)
  }

  /// Whether a text can be the address of a webhook.
  package static func isAddress(_ text: String?) -> Bool {
    text.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? false
  }

  /// Whether another job fits; the reason why not is for the vendor to say.
  package func refusesMore(_ state: inout State) -> Bool {
    let running = state.jobs.values.count { !isOver($0, state.behaviour) }
    if let limit = state.behaviour.concurrent, running >= limit { return true }
    guard let left = state.behaviour.creates else { return false }
    guard left > 0 else { return true }
    state.behaviour.creates = left - 1
    return false
  }

  /// Takes the price from the balance; `false` if that is too small.
  package func takes(_ price: Int64, from state: inout State) -> Bool {
    guard let balance = state.behaviour.balance else { return true }
    guard balance >= price else { return false }
    state.behaviour.balance = balance - price
    return true
  }

  /// Whether a job has come to its end.
  package func isOver(_ job: Job, _ behaviour: Behaviour) -> Bool {
    if job.isCancelled { return true }
    if case .stuck = job.outcome { return false }
    return job.polls > behaviour.pollsUntilDone
  }

  /// Keeps a job that was bought, under a new id.
  package func keep(_ job: Job, _ state: inout State) {
    state.created += 1
    state.jobs[job.id] = job
  }
}
