import Foundation
import Testing

@Suite("Simulated schedules")
struct SimulationTests {
  /// `REFRAME_SEED=n` runs the one schedule n; `REFRAME_SLOW_TESTS=1` runs 100,000 instead of 2,000.
  private static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["REFRAME_SEED"].flatMap(UInt64.init) { return seed..<seed + 1 }
    return environment["REFRAME_SLOW_TESTS"] == "1" ? 0..<100_000 : 0..<2_000
  }()

  private static let lanes: UInt64 = 2

  @Test("Nothing is bought twice, lost, left held or let past a limit", arguments: 0..<lanes)
  func everySchedule(lane: UInt64) {
    var kills = 0
    var sales = 0
    for seed in Self.seeds where seed % Self.lanes == lane {
      var simulation = Simulation(seed: seed)
      let problems = simulation.run()
      kills += simulation.kills
      sales += simulation.vendor.sales.count
      guard problems.isEmpty else {
        Issue.record("REFRAME_SEED=\(seed): \(problems.joined(separator: "; "))")
        return
      }
    }
    // Schedules in which nothing happens would prove nothing.
    if Self.seeds.count > 100 {
      #expect(kills > Self.seeds.count / 8)
      #expect(sales > Self.seeds.count)
    }
  }

  @Test("The same seed runs the same schedule")
  func repeatable() {
    for seed in UInt64(0)..<40 {
      var one = Simulation(seed: seed)
      var other = Simulation(seed: seed)
      _ = (one.run(), other.run())
      #expect((one.actions, one.time, one.kills) == (other.actions, other.time, other.kills))
      #expect(one.book.now.ids == other.book.now.ids)
    }
  }
}
