internal import ReframeSDK

/// A route in words, for `--explain`: what will be tried, in order and why, and what will not.
package enum RouteText {
  /// One line an engine: `1. photon-1@luma: cheapest: $0.03 expected`, then `-  ray@luma: dropped: …`.
  package static func lines(_ route: Route) -> [String] {
    route.steps.enumerated().map { index, step in
      "\(index + 1). \(step.candidate.engine): \(step.reason)"
    } + route.dropped.map { "-  \($0.line)" }
  }

  /// One line for what happened; a route has its own, see `lines`.
  package static func line(_ event: DispatchEvent) -> String {
    switch event {
    case .routed(let route):
      return "\(route.steps.count) of \(route.steps.count + route.dropped.count) engines may be tried"
    case .queued(let model, let provider, _, let reason):
      return "\(Engine(model: model, provider: provider)): waits: \(reason)"
    case .passed(let model, let provider, let reason):
      return "\(Engine(model: model, provider: provider)): passed over: \(reason)"
    case .began(let attempt, let model, let provider, let number):
      return "\(Engine(model: model, provider: provider)): attempt \(number) begins as \(attempt)"
    case .accepted(let attempt, let ticket):
      return "\(attempt): accepted as '\(ticket)'"
    case .failed(let attempt, let model, let error, let next):
      return "\(attempt): \(model) failed: \(error.message); \(next)"
    case .finished(let attempt, let model, let charge):
      return "\(attempt): \(model) did it, cost \(charge?.words ?? "unknown")"
    }
  }
}

extension Route.Dropped {
  /// Such as `ray@luma: dropped: only local engines are allowed`.
  package var line: String {
    "\(Engine(model: model, provider: provider)): dropped: \(reasons.joined(separator: "; "))"
  }
}
