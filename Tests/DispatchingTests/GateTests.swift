import ReframeSDK
import Testing

@testable import Dispatching

@Suite("The gate counts each class of fault on its own")
struct GateTests {
  private let one = Engine(model: "one", provider: "luma")
  private let two = Engine(model: "two", provider: "luma")

  private func verdict(
    after kind: ReframeError.Kind, times: Int = 3, retryAfter: Int64 = 0, asking engine: Engine
  ) -> Gate.Verdict {
    var gate = Gate()
    for visitor in 0..<times {
      _ = gate.ask(visitor, one, limits: ProviderLimits(), at: 0)
      gate.leave(
        visitor, .failed(ReframeError(kind, "", retryAfterMilliseconds: retryAfter)), at: 0)
    }
    return gate.ask(99, engine, limits: ProviderLimits(), at: 0)
  }

  @Test(
    "An engine that is down is left alone, its neighbour is not",
    arguments: [ReframeError.Kind.unavailable, .timeout, .internalFault, .init(rawValue: 77)])
  func availability(kind: ReframeError.Kind) {
    #expect(
      verdict(after: kind, asking: one)
        == .refused(reason: "it failed too often; it is left alone for 10 s more"))
    #expect(verdict(after: kind, asking: two) == .go)
    #expect(verdict(after: kind, times: 1, asking: one) == .go)
  }

  @Test(
    "A bad key concerns every model of the provider",
    arguments: [ReframeError.Kind.unauthenticated, .forbidden, .quota])
  func credentials(kind: ReframeError.Kind) {
    let reason = "its provider refused the key or the account too often; it is left alone for 10 s more"
    #expect(verdict(after: kind, asking: one) == .refused(reason: reason))
    #expect(verdict(after: kind, asking: two) == .refused(reason: reason))
    #expect(verdict(after: kind, asking: Engine(model: "one", provider: "fashn")) == .go)
  }

  @Test(
    "What says something about the job only is never counted",
    arguments: [
      ReframeError.Kind.contentPolicy, .invalidArgument, .unsupported, .cancelled, .notFound,
      .resourceExhausted,
    ])
  func jobs(kind: ReframeError.Kind) {
    #expect(verdict(after: kind, times: 50, asking: one) == .go)
  }

  @Test("Too many calls with a time to come back pause the whole provider, at once")
  func retryAfter() {
    #expect(
      verdict(after: .rateLimited, times: 1, retryAfter: 7000, asking: two)
        == .wait(milliseconds: 7000, reason: "luma asked for a pause of 7 s more"))
    #expect(verdict(after: .rateLimited, times: 1, asking: two) == .go)
    #expect(
      verdict(after: .rateLimited, asking: one)
        == .refused(
          reason: "it answered too often that there are too many calls; it is left alone for 10 s more"))
  }

  @Test("Failures of different classes do not add up")
  func mixed() {
    var gate = Gate()
    for (visitor, kind) in [
      ReframeError.Kind.rateLimited, .unavailable, .quota, .rateLimited, .timeout, .quota,
    ]
    .enumerated() {
      #expect(gate.ask(visitor, one, limits: ProviderLimits(), at: 0) == .go)
      gate.leave(visitor, .failed(ReframeError(kind, "")), at: 0)
    }
    #expect(gate.ask(9, one, limits: ProviderLimits(), at: 0) == .go)
  }

  @Test("A probe that is given up, or fails in another way, lets the next one try")
  func abandonedProbe() {
    for outcome in [
      Gate.Outcome.abandoned(didSubmit: true), .abandoned(didSubmit: false),
      .failed(ReframeError(.contentPolicy, "")),
    ] {
      var gate = Gate()
      for visitor in 0..<3 {
        _ = gate.ask(visitor, one, limits: ProviderLimits(), at: 0)
        gate.leave(visitor, .failed(ReframeError(.unavailable, "")), at: 0)
      }
      #expect(gate.ask(10, one, limits: ProviderLimits(), at: 10_000) == .go)
      #expect(
        gate.ask(11, one, limits: ProviderLimits(), at: 10_000)
          == .refused(reason: "it failed too often; another job is finding out whether it works again"))
      gate.leave(11, .abandoned(didSubmit: false), at: 10_000)
      gate.leave(10, outcome, at: 10_000)
      #expect(gate.ask(12, one, limits: ProviderLimits(), at: 10_000) == .go)
    }
  }

  @Test("Models of different pools do not wait for each other")
  func pools() {
    var gate = Gate()
    var photon = ProviderLimits(concurrent: 1)
    photon.pool = "photon"
    var ray = ProviderLimits(concurrent: 1)
    ray.pool = "ray"
    #expect(gate.ask(1, one, limits: photon, at: 0) == .go)
    #expect(
      gate.ask(2, two, limits: photon, at: 0)
        == .wait(milliseconds: nil, reason: "luma takes 1 jobs at a time"))
    #expect(gate.ask(3, two, limits: ray, at: 0) == .go)
    gate.leave(3, .failed(ReframeError(.rateLimited, "", retryAfterMilliseconds: 5000)), at: 0)
    let line = gate.leave(1, .succeeded, at: 0)
    #expect(line.flatMap { gate.first(in: $0) } == 2)
    #expect(gate.ask(2, two, limits: photon, at: 0) == .go)
  }

  @Test("Who has left cannot leave again")
  func twice() {
    var gate = Gate()
    #expect(gate.ask(1, one, limits: ProviderLimits(concurrent: 1), at: 0) == .go)
    #expect(gate.leave(1, .succeeded, at: 0) == "luma")
    #expect(gate.leave(1, .failed(ReframeError(.unavailable, "")), at: 0) == nil)
  }
}
