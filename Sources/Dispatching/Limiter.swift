/// Keeps a provider's limits: so many jobs at a time, so many submissions in a sliding window, and pauses that it
/// asked for. Who comes too early waits in line; nobody overtakes.
///
/// A pure value; times are milliseconds that never go back.
package struct Limiter: Sendable {
  /// Whether a visitor may submit.
  package enum Verdict: Equatable, Sendable {
    /// It may, and has a place until it leaves.
    case go
    /// Not yet; ask again in so many milliseconds, or, if that is `nil`, when somebody leaves.
    case wait(milliseconds: Int64?, Cause)
  }

  /// What a visitor waits for.
  package enum Cause: Equatable, Sendable {
    /// The provider asked for a pause.
    case pause
    /// Others came first.
    case line
    /// All places are taken.
    case places
    /// The window is full.
    case rate
  }

  /// What the provider bears.
  package var limits: ProviderLimits
  /// Who waits, first come first.
  package private(set) var line: [Int] = []
  private var inside: Set<Int> = []
  private var submissions: [(visitor: Int, time: Int64)] = []
  private var pausedUntil = Int64.min

  package init(_ limits: ProviderLimits = ProviderLimits()) { self.limits = limits }

  /// Joins the line if the visitor is not in it, and answers whether it may submit.
  package mutating func ask(_ visitor: Int, at now: Int64) -> Verdict {
    if !line.contains(visitor) { line.append(visitor) }
    if pausedUntil > now { return .wait(milliseconds: pausedUntil - now, .pause) }
    guard line.first == visitor else { return .wait(milliseconds: nil, .line) }
    if let concurrent = limits.concurrent, inside.count >= max(1, concurrent) {
      return .wait(milliseconds: nil, .places)
    }
    if let rate = limits.rate {
      submissions.removeAll { $0.time <= now - rate.milliseconds }
      let overdue = submissions.count - max(1, rate.count)
      if overdue >= 0 {
        return .wait(milliseconds: submissions[overdue].time + rate.milliseconds - now, .rate)
      }
      submissions.append((visitor, now))
    }
    line.removeFirst()
    inside.insert(visitor)
    return .go
  }

  /// Leaves the line, or gives the place back; who did not submit is not counted in the window.
  package mutating func leave(_ visitor: Int, didSubmit: Bool) {
    line.removeAll { $0 == visitor }
    inside.remove(visitor)
    if !didSubmit { submissions.removeAll { $0.visitor == visitor } }
  }

  /// Lets nobody submit before then; a pause is never shortened.
  package mutating func pause(until time: Int64) { pausedUntil = max(pausedUntil, time) }
}
