import ReframeSDK
import Testing

@testable import Dispatching

@Suite("A route keeps what is allowed and sorts it")
struct RoutePlannerTests {
  private func lines(_ candidates: [Candidate], _ change: (inout RoutePolicy) -> Void = { _ in }) -> String {
    var policy = RoutePolicy()
    change(&policy)
    return RouteText.lines(RoutePlanner.route(candidates, under: policy)).joined(separator: "\n")
  }

  private var four: [Candidate] {
    var flash = candidate("flash@luma", 5_000)
    (flash.seconds, flash.qualityTier) = (25, 2)
    var photon = candidate("photon@luma", 30_000)
    (photon.seconds, photon.qualityTier) = (1.5, 3)
    var odd = candidate("odd@fashn", nil)
    odd.quote.note = "the vendor's price is not known"
    var local = candidate("crop@local", 0)
    (local.seconds, local.qualityTier) = (0.25, 1)
    return [photon, odd, flash, local]
  }

  @Test("As listed")
  func order() {
    #expect(
      lines(four) == """
        1. photon@luma: order: listed as number 1
        2. flash@luma: order: listed as number 3
        3. crop@local: order: listed as number 4
        -  odd@fashn: dropped: price unknown (the vendor's price is not known); allow it with --allow-unknown-price
        """)
  }

  @Test("Cheapest first, what nobody knows last, local last of all")
  func cheapest() {
    #expect(
      lines(four) {
        $0.preference = .cheapest
        $0.allowsUnknownPrice = true
        $0.local = .last
      } == """
        1. flash@luma: cheapest: $0.005 expected
        2. photon@luma: cheapest: $0.03 expected
        3. odd@fashn: cheapest: price unknown
        4. crop@local: local last; cheapest: free
        """)
  }

  @Test("Fastest first, local first whatever it takes")
  func fastest() {
    #expect(
      lines(four) {
        $0.preference = .fastest
        $0.allowsUnknownPrice = true
        $0.local = .first
      } == """
        1. crop@local: local first; fastest: about 250 ms
        2. photon@luma: fastest: about 1.5 s
        3. flash@luma: fastest: about 25 s
        4. odd@fashn: fastest: duration unknown
        """)
  }

  @Test("Best first, within a maximum that an unknown price cannot keep")
  func best() {
    #expect(
      lines(four) {
        $0.preference = .best
        $0.allowsUnknownPrice = true
        $0.maximumCost = dollars(10_000)
      } == """
        1. flash@luma: best: quality tier 2
        2. crop@local: best: quality tier 1
        -  photon@luma: dropped: costs up to $0.03, above the maximum of $0.01
        -  odd@fashn: dropped: price unknown (the vendor's price is not known), so that nobody can promise the \
        maximum of $0.01
        """)
  }

  @Test("A maximum of nothing is an amount")
  func nothing() {
    #expect(
      lines([candidate("a@b", 5_000)]) { $0.maximumCost = dollars(0) }
        == "-  a@b: dropped: costs up to $0.005, above the maximum of $0.00")
  }

  @Test("Everything that speaks against an engine is said")
  func objections() {
    var small = candidate("small@luma", 5_000)
    small.exclusions = ["takes pictures up to 2 MB", "has no ratio 9:21"]
    var credits = candidate("credits@fashn", 0)
    credits.quote.expected = Money(micros: 1_000_000, unit: "credits/fashn")
    credits.quote.maximum = Money(micros: 3_000_000, unit: "credits/fashn")
    (credits.comparedExpected, credits.comparedMaximum) = (nil, nil)
    var rated = credits
    rated.model = "rated"
    rated.comparedMaximum = dollars(225_000)
    #expect(
      lines([small, credits, rated, candidate("a@b", 1), candidate("a@b", 1), candidate("crop@local", 0)]) {
        $0.maximumCost = dollars(200_000)
        $0.local = .never
      } == """
        1. a@b: order: listed as number 4
        -  small@luma: dropped: takes pictures up to 2 MB; has no ratio 9:21
        -  credits@fashn: dropped: costs up to 3 credits, which cannot be compared with the maximum of $0.20: \
        there is no rate from credits/fashn to USD
        -  rated@fashn: dropped: costs up to $0.225 (3 credits), above the maximum of $0.20
        -  a@b: dropped: listed more than once
        -  crop@local: dropped: local engines are not allowed
        """)
  }

  @Test("One model with two settings is two engines, with the same ones one")
  func settings() {
    var quality = candidate("a@b", 3)
    quality.settings = "quality"
    let route = RoutePlanner.route(
      [candidate("a@b", 1), quality, candidate("a@b", 1), quality], under: RoutePolicy())
    #expect(route.steps.map(\.candidate.settings) == ["", "quality"])
    #expect(route.dropped.map(\.reasons) == [["listed more than once"], ["listed more than once"]])
  }

  @Test("Ties go to the cheaper, then to the one that is listed first")
  func ties() {
    let engines = [candidate("a@p", 9), candidate("b@p", 5), candidate("c@p", 5)]
    for preference in [RoutePolicy.Preference.cheapest, .fastest, .best] {
      var policy = RoutePolicy()
      policy.preference = preference
      #expect(RoutePlanner.route(engines, under: policy).steps.map(\.candidate.model) == ["b", "c", "a"])
    }
  }

  @Test("Durations that are no numbers count as unknown", arguments: [Double.nan, -1, .infinity])
  func hostileSeconds(seconds: Double) {
    var odd = candidate("odd@p", 1)
    odd.seconds = seconds
    var slow = candidate("slow@p", 1)
    slow.seconds = 900
    var policy = RoutePolicy()
    policy.preference = .fastest
    #expect(
      RouteText.lines(RoutePlanner.route([odd, slow], under: policy)) == [
        "1. slow@p: fastest: about 900 s", "2. odd@p: fastest: duration unknown",
      ])
  }

  @Test("Only local engines, if only they are allowed")
  func onlyLocal() {
    #expect(
      lines([candidate("a@b", 1), candidate("crop@local", 0)]) { $0.local = .only } == """
        1. crop@local: order: listed as number 2
        -  a@b: dropped: only local engines are allowed
        """)
  }
}
