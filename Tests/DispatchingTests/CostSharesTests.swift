import ReframeSDK
import Testing

@testable import Dispatching

@Suite("The most that a job may cost holds for all of its parts together")
struct CostSharesTests {
  private let both = [candidate("dear@luma", 30_000), candidate("cheap@fashn", 5_000)]

  private func shares(_ maximum: Int64, _ parts: [[Candidate]], _ policy: RoutePolicy = RoutePolicy())
    -> [Int64]?
  {
    try? CostShares.of(dollars(maximum), among: parts, under: policy).map(\.micros)
  }

  @Test("One part may cost all of it")
  func one() { #expect(shares(1, [both]) == [1]) }

  @Test("The first gets the engine that comes first as long as the others get any, and the rest is divided")
  func greedy() {
    #expect(shares(50_000, [both, both]) == [37_500, 12_500])
    #expect(shares(60_000, [both, both]) == [30_000, 30_000])
    #expect(shares(10_000, [both, both]) == [5_000, 5_000])
  }

  @Test("If not even the cheapest engines fit together nothing is bought")
  func tooLittle() {
    #expect(
      throws: ReframeError(
        .unsupported,
        "the 3 parts of this job cost up to $0.015 together at the least, above the maximum of $0.01; nothing was "
          + "bought")
    ) { try CostShares.of(dollars(10_000), among: [both, both, both], under: RoutePolicy()) }
    let endless = [candidate("x@luma", .max)]
    #expect(shares(.max - 1, [endless, endless]) == nil)
  }

  @Test("What is free, excluded, unknown or in another unit takes nothing")
  func others() {
    var excluded = candidate("a@luma", 1)
    excluded.exclusions = ["no"]
    var credits = candidate("b@luma", 1)
    credits.quote.maximum?.unit = "credits/luma"
    credits.comparedMaximum = nil
    let parts = [
      [candidate("crop@local", 0)], [excluded], [candidate("u@luma", nil)], [credits],
      [candidate("m@luma", 90)],
    ]
    #expect(shares(100, parts) == [2, 2, 2, 2, 92])
  }

  @Test("All parts together never cost more than the maximum", arguments: UInt64(1)...200)
  func never(seed: UInt64) {
    var state = seed
    func next(_ limit: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % limit)
    }
    let parts = (0...next(6)).map { _ in (0...next(4)).map { candidate("m\($0)@p", next(50)) } }
    let maximum = next(150)
    var policy = RoutePolicy()
    policy.preference = RoutePolicy.Preference.allCases[Int(next(4))]
    guard let shares = shares(maximum, parts, policy) else { return }
    #expect(shares.reduce(0, +) <= maximum)
    guard parts.count > 1 else { return }
    for (part, share) in zip(parts, shares) {
      policy.maximumCost = dollars(share)
      #expect(!RoutePlanner.route(part, under: policy).steps.isEmpty)
    }
  }
}
