/// Spreads waits, so that jobs that failed together do not come back together. The same seed spreads the same way.
struct Jitter: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The wait before try `number` + 1: doubling, at most 30 s, half of it by chance; at least what was asked for.
  mutating func backoff(_ number: Int, atLeast asked: Int64) -> Int64 {
    let full = min(30_000, Int64(250) << Int64(min(max(number - 1, 0), 10)))
    return max(asked, full / 2 + Int64(next() % UInt64(full / 2 + 1)))
  }

  /// A linear congruential step (Knuth's constants); its high half is good enough for waits.
  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
