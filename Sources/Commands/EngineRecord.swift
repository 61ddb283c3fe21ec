internal import Dispatching
internal import ReframeSDK

/// Who made a result and what it cost, as `--json` and the summary tell it.
struct EngineRecord: Encodable, Equatable {
  let model: String
  let provider: String
  /// Id of the attempt in the ledger; `nil` for what costs nothing.
  let attempt: String?
  /// How many attempts there were, this one among them.
  let attempts: Int
  /// What was paid for the attempt, which may have made other files too; `nil` if it cost nothing.
  let charge: Money?
  /// Milliseconds from the first call to the end of the last.
  let milliseconds: Int64
  /// What was done to the source before, for people.
  let preparation: [String]
  /// How many results the charge is for.
  let results: Int

  init(_ result: DispatchResult, _ candidate: Candidate?, files: [FileReceiver.File]) {
    let isFree = candidate?.quote.maximum?.micros == 0
    model = result.model
    provider = result.provider
    attempt = isFree ? nil : result.attempt
    attempts = result.attempts
    charge = isFree ? nil : result.charge
    milliseconds = result.milliseconds
    preparation = candidate?.notes ?? []
    results = files.count { $0.rendition.role == .result }
  }

  /// Such as `by reframe-image at eachlabs for $0.01`.
  var summary: String {
    let price = charge.map { " for \(PriceText.amount($0))\(results > 1 ? " together" : "")" } ?? ""
    let notes = preparation.isEmpty ? "" : " (\(preparation.joined(separator: "; ")))"
    return "by \(model)\(provider == model ? "" : " at \(provider)")\(price)\(notes)"
  }
}
