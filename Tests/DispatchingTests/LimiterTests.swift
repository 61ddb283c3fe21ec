import Testing

@testable import Dispatching

@Suite("A limiter lets in what a provider bears, in order")
struct LimiterTests {
  @Test("So many at a time; the next goes in when one leaves")
  func places() {
    var limiter = Limiter(ProviderLimits(concurrent: 2))
    #expect(limiter.ask(1, at: 0) == .go)
    #expect(limiter.ask(2, at: 0) == .go)
    #expect(limiter.ask(3, at: 0) == .wait(milliseconds: nil, .places))
    limiter.leave(1, didSubmit: true)
    #expect(limiter.ask(3, at: 0) == .go)
  }

  @Test("So many in a window that slides")
  func rate() {
    var limiter = Limiter(ProviderLimits(rate: .init(count: 2, milliseconds: 1000)))
    #expect(limiter.ask(1, at: 0) == .go)
    #expect(limiter.ask(2, at: 400) == .go)
    #expect(limiter.ask(3, at: 500) == .wait(milliseconds: 500, .rate))
    #expect(limiter.ask(3, at: 999) == .wait(milliseconds: 1, .rate))
    #expect(limiter.ask(3, at: 1000) == .go)
    #expect(limiter.ask(4, at: 1000) == .wait(milliseconds: 400, .rate))
  }

  @Test("Nobody overtakes, not even into a free place")
  func order() {
    var limiter = Limiter(ProviderLimits(concurrent: 1))
    #expect(limiter.ask(1, at: 0) == .go)
    #expect(limiter.ask(2, at: 0) == .wait(milliseconds: nil, .places))
    #expect(limiter.ask(3, at: 0) == .wait(milliseconds: nil, .line))
    limiter.leave(1, didSubmit: true)
    #expect(limiter.ask(3, at: 0) == .wait(milliseconds: nil, .line))
    limiter.leave(2, didSubmit: false)
    #expect(limiter.ask(3, at: 0) == .go)
  }

  @Test("Who did not submit is not counted")
  func refund() {
    var limiter = Limiter(ProviderLimits(rate: .init(count: 1, milliseconds: 1000)))
    #expect(limiter.ask(1, at: 0) == .go)
    limiter.leave(1, didSubmit: false)
    #expect(limiter.ask(2, at: 0) == .go)
    limiter.leave(2, didSubmit: true)
    #expect(limiter.ask(3, at: 0) == .wait(milliseconds: 1000, .rate))
  }

  @Test("A pause holds everybody, and a shorter one does not shorten it")
  func pause() {
    var limiter = Limiter()
    limiter.pause(until: 5000)
    limiter.pause(until: 3000)
    #expect(limiter.ask(1, at: 0) == .wait(milliseconds: 5000, .pause))
    #expect(limiter.ask(2, at: 1000) == .wait(milliseconds: 4000, .pause))
    #expect(limiter.ask(2, at: 5000) == .wait(milliseconds: nil, .line))
    #expect(limiter.ask(1, at: 5000) == .go)
  }

  @Test("Limits of nothing let one in, so that a mistake stops nobody for ever")
  func nothing() {
    var limiter = Limiter(ProviderLimits(concurrent: 0, rate: .init(count: 0, milliseconds: 10)))
    #expect(limiter.ask(1, at: 0) == .go)
    limiter.leave(1, didSubmit: true)
    #expect(limiter.ask(2, at: 5) == .wait(milliseconds: 5, .rate))
    #expect(limiter.ask(2, at: 10) == .go)
  }

  @Test("Six at once and fifty in a minute, as a vendor publishes it")
  func published() {
    var limiter = Limiter(ProviderLimits(concurrent: 6, rate: .init(count: 50, milliseconds: 60_000)))
    var admitted = 0
    for visitor in 0..<60 where limiter.ask(visitor, at: Int64(visitor)) == .go {
      admitted += 1
      limiter.leave(visitor, didSubmit: true)
    }
    #expect(admitted == 50)
    #expect(limiter.line == Array(50..<60))
    #expect(limiter.ask(50, at: 59_999) == .wait(milliseconds: 1, .rate))
    #expect(limiter.ask(50, at: 60_000) == .go)
  }
}
