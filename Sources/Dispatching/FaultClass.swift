internal import ReframeSDK

/// What a failure says about whoever failed; each class is counted on its own.
enum FaultClass: CaseIterable, Sendable {
  /// Too many calls for this engine.
  case rate
  /// The engine is down, slow or broken.
  case availability
  /// The key, its rights or its credit: the same for every model of the provider.
  case credentials

  /// The class of an error; `nil` for one that says something about the job only.
  init?(_ kind: ReframeError.Kind) {
    switch kind {
    case .rateLimited: self = .rate
    case .unauthenticated, .forbidden, .quota: self = .credentials
    case .invalidArgument, .unsupported, .contentPolicy, .cancelled, .notFound, .resourceExhausted: return nil
    default: self = .availability
    }
  }

  /// What is wrong, for a person.
  var words: String {
    switch self {
    case .rate: "it answered too often that there are too many calls"
    case .availability: "it failed too often"
    case .credentials: "its provider refused the key or the account too often"
    }
  }
}
