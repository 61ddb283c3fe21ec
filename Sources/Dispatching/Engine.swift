internal import ReframeSDK

/// A model at a provider: what is tried, measured and, when it fails, left alone for a while.
package struct Engine: Hashable, Sendable, CustomStringConvertible {
  /// Slug of the model.
  package var model: String
  /// Id of the provider.
  package var provider: String

  package init(model: String, provider: String) {
    self.model = model
    self.provider = provider
  }

  /// Such as `photon-1@luma`.
  package var description: String { "\(model)@\(provider)" }
}

extension Candidate {
  /// Which engine it is.
  package var engine: Engine { Engine(model: model, provider: provider) }

  /// Whether it certainly costs nothing.
  package var isFree: Bool { quote.maximum?.micros == 0 }
}
