internal import TestSupport
internal import ReframeSDK

extension EachlabsDouble {
  /// How a prediction stands, in the shape that was chosen.
  func poll(_ job: inout Job, _ behaviour: Behaviour) -> LoopbackServer.Reply {
    job.polls += 1
    var body: [String: JSONValue] = [:]
    if pollShape != .reference { body["predictionID"] = .string(job.id) }
    if pollShape != .page {
      body["id"] = .string(job.id)
      body["logs"] = .null
      body["urls"] = .object(["get": .string("https://elsewhere.example/steal-the-key")])
    }
    if case .stuck(let word) = job.outcome {
      body["status"] = .string(word)
    } else if job.isCancelled {
      body["status"] = .string("cancelled")
    } else if !isOver(job, behaviour) {
      body["status"] = .string(pollShape != .page && job.polls == 1 ? "starting" : "processing")
    } else if case .failure(let code, let words) = job.outcome {
      body.merge(failure(code, words)) { $1 }
    } else {
      job.addressesGiven += 1
      body["status"] = .string("success")
      let address = JSONValue.string(address(of: &job, variation: 0, origin: behaviour.origin))
      body["output"] = listsOutput ? .array([address]) : address
      body["metrics"] = .object(["predict_time": .number(24.9)])
    }
    return priced(LoopbackServer.Reply(200, json: .object(body)), job)
  }

  private func failure(_ code: String, _ words: String) -> [String: JSONValue] {
    var body: [String: JSONValue] = ["status": .string(failedWord)]
    if pollShape != .reference {
      body["message"] = .string(words)
      body["details"] = .string(words)
    }
    if pollShape != .page {
      var output: [String: JSONValue] = [
        "error": .string("Execution failed"), "error_message": .string(words), "error_step": .string("run"),
        "classification": .object(["category": .string(category)]), "status": .string("ERROR"),
        "success": .bool(false),
      ]
      if !code.isEmpty { output["error_code"] = .string(code) }
      output["retryable"] = retryable.map(JSONValue.bool)
      body["output"] = .object(output)
    }
    return body
  }

  /// The cost as the vendor writes it, a decimal number that no Double rounds.
  private func priced(_ reply: LoopbackServer.Reply, _ job: Job) -> LoopbackServer.Reply {
    guard pollShape != .page else { return reply }
    var reply = reply
    let cost = isCharged(job) ? Money(micros: job.price, unit: "USD").decimal : "0"
    let text = String(decoding: reply.body, as: UTF8.self)
    reply.body = Array(text.replacing("\"predict_time\":", with: "\"cost\":\(cost),\"predict_time\":").utf8)
    return reply
  }
}
