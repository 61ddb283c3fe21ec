import Foundation
import ReframeSDK
import Synchronization

/// Replicate as its documentation says: predictions that are made, asked after and cancelled, and files.
final class ReplicateDouble: Sendable {
  /// One prediction.
  struct Prediction {
    var id: String
    var model: String
    var input: JSONValue
    var questions = 0
    var isCancelled = false
  }

  private let state = Mutex<(predictions: [Prediction], files: [[UInt8]])>(([], []))
  /// Answers instead of the service when it is there, as at a fault.
  private let interception: @Sendable (LentService.Exchange) -> LentService.Reply?
  /// The words that a prediction goes through, the last of which stays.
  private let words: [String]
  /// The `output`, as JSON.
  private let output: String

  init(
    words: [String] = ["starting", "processing", "succeeded"],
    output: String = #""https://replicate.delivery/xezq/out-0.png""#,
    interception: @escaping @Sendable (LentService.Exchange) -> LentService.Reply? = { _ in nil }
  ) {
    self.words = words
    self.output = output
    self.interception = interception
  }

  var predictions: [Prediction] { state.withLock { $0.predictions } }
  var files: [[UInt8]] { state.withLock { $0.files } }

  /// Answers one exchange.
  func respond(to exchange: LentService.Exchange) -> LentService.Reply {
    if let reply = interception(exchange) { return reply }
    guard exchange.secret == "REPLICATE_API_TOKEN", exchange.secretHeader == "Authorization: Bearer %s" else {
      return .json(
        401,
        #"{"title": "Unauthenticated", "detail": "You did not pass a valid token", "status": 401}"#
      )
    }
    let base = "https://api.replicate.com/v1"
    guard exchange.url.hasPrefix(base) else { return .json(404, #"{"detail": "Not found.", "status": 404}"#) }
    let parts = exchange.url.dropFirst(base.count).split(separator: "/").map(String.init)
    switch (exchange.method, parts.first, parts.count) {
    case ("POST", "models", 4) where parts[3] == "predictions":
      return create("\(parts[1])/\(parts[2])", exchange)
    case ("POST", "files", 1):
      state.withLock { $0.files.append(exchange.body) }
      return .json(201, #"{"id": "file1", "urls": {"get": "https://api.replicate.com/v1/files/file1"}}"#)
    case ("GET", "predictions", 2), ("POST", "predictions", 3):
      return state.withLock { state in
        guard let index = state.predictions.firstIndex(where: { $0.id == parts[1] }) else {
          return .json(404, #"{"detail": "Not found.", "status": 404}"#)
        }
        if parts.count == 3 { state.predictions[index].isCancelled = true }
        state.predictions[index].questions += 1
        return self.describe(state.predictions[index])
      }
    default: return .json(404, #"{"detail": "Not found.", "status": 404}"#)
    }
  }

  private func create(_ model: String, _ exchange: LentService.Exchange) -> LentService.Reply {
    guard let input = exchange.json?["input"], case .object = input else {
      return .json(
        422, #"{"title": "Input validation failed", "detail": "- input is required\n", "status": 422}"#)
    }
    return state.withLock { state in
      let prediction = Prediction(id: "pred\(state.predictions.count + 1)", model: model, input: input)
      state.predictions.append(prediction)
      var reply = describe(prediction)
      reply.status = 201
      return reply
    }
  }

  private func describe(_ prediction: Prediction) -> LentService.Reply {
    let word = prediction.isCancelled ? "canceled" : words[min(prediction.questions, words.count - 1)]
    let result = word == "succeeded" ? output : "null"
    let error = word == "failed" ? #""Prediction failed: no such picture""# : "null"
    let url = "https://api.replicate.com/v1/predictions/\(prediction.id)"
    return .json(
      200,
      """
      {"id": "\(prediction.id)", "model": "\(prediction.model)", "version": "hidden", "status": "\(word)",
       "output": \(result), "error": \(error), "logs": "", "metrics": {"predict_time": 7.25},
       "urls": {"get": "\(url)", "cancel": "\(url)/cancel"}}
      """)
  }
}
