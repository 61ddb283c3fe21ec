import Testing

@testable import Dispatching

@Suite("A breaker leaves alone what keeps failing")
struct BreakerTests {
  private func opened(retryAfter: Int64 = 0) -> Breaker {
    var breaker = Breaker()
    for caller in 1...3 {
      breaker.pass(caller)
      breaker.fail(caller, retryAfter: retryAfter, at: 0)
    }
    return breaker
  }

  @Test("One lone failure never opens it, whatever the settings")
  func lone() {
    var settings = Breaker.Settings()
    (settings.failuresInARow, settings.leastInWindow) = (1, 1)
    var breaker = Breaker(settings)
    breaker.fail(1, retryAfter: 60_000, at: 0)
    #expect(breaker.state == .closed)
    #expect(breaker.refusal(at: 0) == nil)
  }

  @Test("Three in a row open it; a success between them does not let it come to that")
  func inARow() {
    #expect(opened().state == .open(until: 10_000))
    var breaker = Breaker()
    breaker.fail(1, retryAfter: 0, at: 0)
    breaker.fail(2, retryAfter: 0, at: 0)
    breaker.succeed(3, at: 0)
    breaker.fail(4, retryAfter: 0, at: 0)
    #expect(breaker.state == .closed)
  }

  @Test("Half of six calls within the window open it, half of five do not")
  func half() {
    var breaker = Breaker()
    for time in [0, 20_000] {
      breaker.fail(1, retryAfter: 0, at: Int64(time))
      breaker.succeed(1, at: Int64(time))
    }
    breaker.succeed(1, at: 30_000)
    #expect(breaker.state == .closed)
    var late = breaker
    breaker.fail(1, retryAfter: 0, at: 31_000)
    #expect(breaker.state == .open(until: 41_000))
    late.fail(1, retryAfter: 0, at: 200_000)
    #expect(late.state == .closed)
  }

  @Test("After the cool-down exactly one may try; the others wait for what comes of it")
  func probe() {
    var breaker = opened()
    #expect(breaker.refusal(at: 9_999) == .open(milliseconds: 1))
    #expect(breaker.refusal(at: 10_000) == nil)
    breaker.pass(7)
    #expect(breaker.refusal(at: 10_000) == .probing)
    #expect(breaker.refusal(at: 1_000_000) == .probing)
    breaker.succeed(8, at: 10_000)
    breaker.fail(9, retryAfter: 0, at: 10_000)
    #expect(breaker.state == .halfOpen(probe: 7))
    breaker.succeed(7, at: 10_001)
    #expect(breaker.state == .closed)
  }

  @Test("A probe that finds nothing out gives its place to the next")
  func abandoned() {
    var breaker = opened()
    breaker.pass(7)
    breaker.abandon(8)
    #expect(breaker.refusal(at: 10_000) == .probing)
    breaker.abandon(7)
    #expect(breaker.refusal(at: 10_000) == nil)
    breaker.pass(8)
    #expect(breaker.refusal(at: 10_000) == .probing)
  }

  @Test("The cool-down doubles with every re-opening up to a cap, and starts anew after a success")
  func growth() {
    var breaker = opened()
    var now: Int64 = 0
    var coolDowns: [Int64] = []
    for _ in 0..<7 {
      guard case .open(let until) = breaker.state else { break }
      coolDowns.append(until - now)
      now = until
      breaker.pass(1)
      breaker.fail(1, retryAfter: 0, at: now)
    }
    #expect(coolDowns == [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000])
    guard case .open(let until) = breaker.state else { return }
    breaker.pass(2)
    breaker.succeed(2, at: until)
    for caller in 3...5 { breaker.fail(caller, retryAfter: 0, at: until) }
    #expect(breaker.state == .open(until: until + 10_000))
  }

  @Test("It stays open at least as long as was asked for, but not for ever")
  func retryAfter() {
    #expect(opened(retryAfter: 45_000).state == .open(until: 45_000))
    #expect(opened(retryAfter: 1).state == .open(until: 10_000))
    #expect(opened(retryAfter: .max).state == .open(until: 86_400_000))
  }
}
