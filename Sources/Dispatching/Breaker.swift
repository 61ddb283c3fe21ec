/// Leaves something that keeps failing alone for a while, then lets one caller see whether it works again.
///
/// A pure value; times are milliseconds that never go back.
package struct Breaker: Equatable, Sendable {
  /// When it opens and for how long.
  package struct Settings: Equatable, Sendable {
    /// Failures without a success between them; one is never enough.
    package var failuresInARow = 3
    /// Or half of all calls of the last so many milliseconds…
    package var window: Int64 = 60_000
    /// …if there were at least so many.
    package var leastInWindow = 6
    /// The first cool-down; each re-opening doubles it.
    package var firstCoolDown: Int64 = 10_000
    /// It grows no further.
    package var longestCoolDown: Int64 = 300_000

    package init() {}
  }

  /// What it lets through.
  package enum State: Equatable, Sendable {
    /// Everybody.
    case closed
    /// Nobody until then.
    case open(until: Int64)
    /// One caller, whose outcome decides; `nil` if nobody has come yet.
    case halfOpen(probe: Int?)
  }

  /// Why nobody may pass.
  package enum Refusal: Equatable, Sendable {
    /// It is open for so many milliseconds more.
    case open(milliseconds: Int64)
    /// A probe is under way.
    case probing
  }

  /// What it lets through at present.
  package private(set) var state = State.closed
  /// A vendor that asks for more is asked again after a day.
  private static let longestPause: Int64 = 86_400_000

  private let settings: Settings
  private var failures = 0
  private var openings = 0
  private var recent = RecentCalls()

  package init(_ settings: Settings = Settings()) { self.settings = settings }

  /// Why nobody may pass now; `nil` if the next caller may.
  package func refusal(at now: Int64) -> Refusal? {
    switch state {
    case .closed, .halfOpen(probe: nil): nil
    case .open(let until): now < until ? .open(milliseconds: until - now) : nil
    case .halfOpen: .probing
    }
  }

  /// The caller passes; after a cool-down it is the probe. Only if there is no refusal.
  package mutating func pass(_ caller: Int) {
    if state != .closed { state = .halfOpen(probe: caller) }
  }

  /// It worked for the caller.
  package mutating func succeed(_ caller: Int, at now: Int64) {
    switch state {
    case .closed:
      failures = 0
      recent.add(isFailure: false, at: now, within: settings.window)
    case .halfOpen(probe: caller):
      (state, failures, openings, recent) = (.closed, 0, 0, RecentCalls())
    case .open, .halfOpen: break
    }
  }

  /// It failed for the caller, and asked to be left alone for so many milliseconds. Those who passed before it
  /// opened say nothing new.
  package mutating func fail(_ caller: Int, retryAfter: Int64, at now: Int64) {
    switch state {
    case .closed:
      failures += 1
      recent.add(isFailure: true, at: now, within: settings.window)
      let isHalf = recent.calls >= max(2, settings.leastInWindow) && recent.failures * 2 >= recent.calls
      if failures >= max(2, settings.failuresInARow) || isHalf { open(retryAfter, at: now) }
    case .halfOpen(probe: caller): open(retryAfter, at: now)
    case .open, .halfOpen: break
    }
  }

  /// The caller found nothing out; if it was the probe, the next caller is.
  package mutating func abandon(_ caller: Int) {
    if state == .halfOpen(probe: caller) { state = .halfOpen(probe: nil) }
  }

  private mutating func open(_ retryAfter: Int64, at now: Int64) {
    let growth = Int64(1) << Int64(min(openings, 20))
    let coolDown = max(min(settings.firstCoolDown * growth, settings.longestCoolDown), retryAfter)
    openings += 1
    failures = 0
    recent = RecentCalls()
    state = .open(until: now + min(coolDown, Self.longestPause))
  }
}

/// Calls and failures of a sliding window, counted in tenths of it so that memory is bounded.
private struct RecentCalls: Equatable, Sendable {
  private struct Bucket: Equatable, Sendable {
    let index: Int64
    var calls = 0
    var failures = 0
  }

  private var buckets: [Bucket] = []

  var calls: Int { buckets.reduce(0) { $0 + $1.calls } }
  var failures: Int { buckets.reduce(0) { $0 + $1.failures } }

  mutating func add(isFailure: Bool, at now: Int64, within window: Int64) {
    let index = now / max(1, window / 10)
    if buckets.last?.index != index {
      buckets.removeAll { $0.index <= index - 10 }
      buckets.append(Bucket(index: index))
    }
    buckets[buckets.count - 1].calls += 1
    if isFailure { buckets[buckets.count - 1].failures += 1 }
  }
}
