package import Dispatching
package import ReframeSDK

/// One engine that a route names: a model, and what the settings say of it beyond its card.
package struct EngineChoice: Equatable, Sendable {
  /// Slug of the model.
  package var model: String
  /// Parameters of the model's own that are set unless the job says otherwise.
  package var parameters: [String: JSONValue] = [:]
  /// Quality tier in place of the card's; `nil` keeps that.
  package var qualityTier: Int?

  package init(model: String) { self.model = model }
}

/// Which engines a job may use, in order, and how to choose among them.
package struct RouteChoice: Equatable, Sendable {
  /// The engines; empty for every model that is known.
  package var engines: [EngineChoice]
  /// How to choose.
  package var policy = RoutePolicy()
  /// How long a job may take; `nil` for any time.
  package var deadlineMilliseconds: Int64?
  /// Whether a source that a model cannot take is shrunk or converted for it.
  package var prepares = true

  package init(_ engines: [EngineChoice]) { self.engines = engines }
}

/// Who pays, and for what.
package struct Payer: Equatable, Sendable {
  package var key = ""
  package var project = ""

  package init() {}
}
