package import ReframeSDK

/// Who may submit now: breakers and limits of every engine together. A pure value; see `Admission` for waiting.
package struct Gate: Sendable {
  /// Whether a visitor may submit.
  package enum Verdict: Equatable, Sendable {
    /// It may, and has a place until it leaves.
    case go
    /// Not yet; in so many milliseconds, or, if that is `nil`, when somebody leaves.
    case wait(milliseconds: Int64?, reason: String)
    /// Not worth waiting for.
    case refused(reason: String)
  }

  /// What came of a visit.
  package enum Outcome: Equatable, Sendable {
    /// It was not submitted, or nobody knows how it went.
    case abandoned(didSubmit: Bool)
    /// It worked.
    case succeeded
    /// It failed.
    case failed(ReframeError)
  }

  private struct Watched: Hashable, Sendable {
    let fault: FaultClass
    let model: String
    let provider: String

    /// Credentials are the provider's, whatever the model.
    init(_ fault: FaultClass, _ engine: Engine) {
      self.fault = fault
      model = fault == .credentials ? "" : engine.model
      provider = engine.provider
    }
  }

  private let settings: Breaker.Settings
  private var breakers: [Watched: Breaker] = [:]
  /// By the name of the line that they keep.
  private var limiters: [String: Limiter] = [:]
  private var visits: [Int: (engine: Engine, line: String)] = [:]

  package init(_ settings: Breaker.Settings = Breaker.Settings()) { self.settings = settings }

  /// Whether the visitor may submit to the engine now. Once it has asked it must `leave`, whatever the answer.
  package mutating func ask(_ visitor: Int, _ engine: Engine, limits: ProviderLimits, at now: Int64)
    -> Verdict
  {
    let line = limits.line(at: engine.provider)
    visits[visitor] = (engine, line)
    if let reason = refusal(engine, at: now) { return .refused(reason: reason) }
    let verdict = limiters[line, default: Limiter()].askUnder(limits, visitor, at: now)
    if case .wait(let milliseconds, let cause) = verdict {
      return .wait(milliseconds: milliseconds, reason: words(cause, engine.provider, limits, milliseconds))
    }
    for fault in FaultClass.allCases {
      breakers[Watched(fault, engine), default: Breaker(settings)].pass(visitor)
    }
    return .go
  }

  /// The visitor goes: out of the line, or after its job has ended. Answers in which line it had asked.
  @discardableResult
  package mutating func leave(_ visitor: Int, _ outcome: Outcome, at now: Int64) -> String? {
    guard let (engine, line) = visits.removeValue(forKey: visitor) else { return nil }
    limiters[line]?.leave(visitor, didSubmit: outcome != .abandoned(didSubmit: false))
    for fault in FaultClass.allCases {
      let watched = Watched(fault, engine)
      switch outcome {
      case .abandoned: breakers[watched]?.abandon(visitor)
      case .succeeded: breakers[watched]?.succeed(visitor, at: now)
      case .failed(let error) where FaultClass(error.kind) == fault:
        breakers[watched]?.fail(visitor, retryAfter: error.retryAfterMilliseconds, at: now)
      // It answered, but not about this.
      case .failed: breakers[watched]?.abandon(visitor)
      }
    }
    if case .failed(let error) = outcome, error.kind == .rateLimited, error.retryAfterMilliseconds > 0 {
      limiters[line]?.pause(until: now + min(error.retryAfterMilliseconds, 86_400_000))
    }
    return line
  }

  /// Who is first in a line; `nil` if nobody waits.
  package func first(in line: String) -> Int? { limiters[line]?.line.first }

  /// What the engine's breakers let through.
  func breakers(of engine: Engine) -> [Breaker.State] {
    FaultClass.allCases.map { breakers[Watched($0, engine)]?.state ?? .closed }
  }

  private func refusal(_ engine: Engine, at now: Int64) -> String? {
    for fault in FaultClass.allCases {
      switch breakers[Watched(fault, engine)]?.refusal(at: now) {
      case .open(let milliseconds):
        return "\(fault.words); it is left alone for \(spoken(milliseconds: milliseconds)) more"
      case .probing:
        return "\(fault.words); another job is finding out whether it works again"
      case nil: continue
      }
    }
    return nil
  }

  private func words(
    _ cause: Limiter.Cause, _ provider: String, _ limits: ProviderLimits, _ milliseconds: Int64?
  ) -> String {
    switch cause {
    case .pause: "\(provider) asked for a pause of \(spoken(milliseconds: milliseconds ?? 0)) more"
    case .line: "others wait for \(provider) too"
    case .places: "\(provider) takes \(limits.concurrent ?? 0) jobs at a time"
    case .rate:
      "\(provider) takes \(limits.rate?.count ?? 0) jobs in "
        + spoken(milliseconds: limits.rate?.milliseconds ?? 0)
    }
  }
}

extension ProviderLimits {
  /// The line of those who share them: the provider's, or that of some of its models.
  func line(at provider: String) -> String { pool.map { "\(provider)/\($0)" } ?? provider }
}

extension Limiter {
  /// Asks under limits that may be newer than those it has.
  fileprivate mutating func askUnder(_ limits: ProviderLimits, _ visitor: Int, at now: Int64) -> Verdict {
    self.limits = limits
    return ask(visitor, at: now)
  }
}
