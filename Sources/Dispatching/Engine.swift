internal import ReframeSDK

/// A model at a provider: what is tried, measured and, when it fails, left alone for a while.
package struct Engine: Hashable, Sendable, CustomStringConvertible {
  /// Slug of the model.
  package var model: String
  /// Id of the provider.
  package var provider: String

  /// The part of the provider's models that shares limits of its own; `nil` for all of them.
  var pool: String?

  package init(model: String, provider: String) {
    self.model = model
    self.provider = provider
  }

  /// Whose limits count for it, and before whom it waits.
  var line: String { pool ?? provider }

  /// Such as `photon-1@luma`.
  package var description: String { "\(model)@\(provider)" }
}

extension Candidate {
  /// Which engine it is.
  package var engine: Engine {
    var engine = Engine(model: model, provider: provider)
    if pool != provider { engine.pool = pool }
    return engine
  }

  /// Whether it certainly costs nothing.
  package var isFree: Bool { quote.maximum?.micros == 0 }
}
