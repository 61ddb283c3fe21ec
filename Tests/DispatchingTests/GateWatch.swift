import ReframeSDK

@testable import Dispatching

/// A gate, and a second opinion on everything that it lets through.
struct GateWatch {
  var gate: Gate
  private var lines: [String: [Int]] = [:]
  private var inside: [Int: Candidate] = [:]
  private var submissions: [String: [(visitor: Int, time: Int64)]] = [:]
  /// Who probes, by class of fault and whose breaker it is.
  private var probes: [String: Int] = [:]

  init() {
    var settings = Breaker.Settings()
    (settings.firstCoolDown, settings.longestCoolDown) = (600, 5000)
    gate = Gate(settings)
  }

  mutating func ask(_ visitor: Int, _ candidate: Candidate, at time: Int64) -> (Gate.Verdict, [String]) {
    let before = gate.breakers(of: candidate.engine)
    let verdict = gate.ask(visitor, candidate.engine, limits: candidate.limits, at: time)
    switch verdict {
    case .refused: return (verdict, [])
    case .wait:
      if lines[candidate.provider]?.contains(visitor) != true {
        lines[candidate.provider, default: []].append(visitor)
      }
      return (verdict, [])
    case .go: return (verdict, entered(visitor, candidate, before, at: time))
    }
  }

  private mutating func entered(
    _ visitor: Int, _ candidate: Candidate, _ before: [Breaker.State], at time: Int64
  ) -> [String] {
    var problems: [String] = []
    let provider = candidate.provider
    if let first = lines[provider]?.first, first != visitor {
      problems.append("\(visitor) overtook \(first) at \(provider)")
    }
    lines[provider]?.removeAll { $0 == visitor }
    if let most = candidate.limits.concurrent {
      let count = inside.values.count { $0.provider == provider }
      if count >= most { problems.append("\(count + 1) jobs at a time at \(provider)") }
    }
    if let rate = candidate.limits.rate {
      submissions[provider, default: []].removeAll { $0.time <= time - rate.milliseconds }
      submissions[provider, default: []].append((visitor, time))
      let count = submissions[provider]?.count ?? 0
      if count > rate.count { problems.append("\(count) jobs in a window at \(provider)") }
    }
    inside[visitor] = candidate
    for (fault, state) in before.enumerated() where state != .closed {
      let name = "\(fault) \(fault == 2 ? provider : candidate.engine.description)"
      if let other = probes[name] { problems.append("\(visitor) probes \(name) together with \(other)") }
      probes[name] = visitor
    }
    return problems
  }

  /// Answers the provider.
  mutating func leave(_ visitor: Int, _ outcome: Gate.Outcome, at time: Int64) -> String? {
    let provider = gate.leave(visitor, outcome, at: time)
    inside[visitor] = nil
    for (name, prober) in probes where prober == visitor { probes[name] = nil }
    if let provider {
      lines[provider]?.removeAll { $0 == visitor }
      if outcome == .abandoned(didSubmit: false) {
        submissions[provider]?.removeAll { $0.visitor == visitor }
      }
    }
    return provider
  }
}
