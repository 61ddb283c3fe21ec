import ReframeSDK
import Testing

@testable import Dispatching

@Suite("Amounts and times in words")
struct WordsTests {
  @Test(
    "Amounts",
    arguments: [
      (Money(micros: 5_000, unit: "USD"), "$0.005"), (Money(micros: 300_000, unit: "USD"), "$0.30"),
      (Money(micros: 12_000_000, unit: "EUR"), "12.00 EUR"), (Money(micros: 0, unit: "USD"), "free"),
      (Money(micros: 1_000_000, unit: "credits/fashn"), "1 credit"),
      (Money(micros: 2_500_000, unit: "credits/fashn"), "2.5 credits"),
    ])
  func amounts(money: Money, text: String) {
    #expect(money.words == text)
  }

  @Test(
    "Times",
    arguments: [
      (0, "0 ms"), (-5, "0 ms"), (999, "999 ms"), (1000, "1 s"), (1500, "1.5 s"), (9_940, "9.9 s"),
      (25_000, "25 s"),
      (90_400, "90 s"),
    ] as [(Int64, String)])
  func times(milliseconds: Int64, text: String) {
    #expect(spoken(milliseconds: milliseconds) == text)
  }

  @Test("Every event has a line")
  func events() {
    let error = ReframeError(.unavailable, "503")
    let events: [DispatchEvent] = [
      .routed(Route(steps: [], dropped: [Route.Dropped(model: "m", provider: "p", reasons: ["no"])])),
      .queued(model: "m", provider: "p", until: 5, reason: "p takes 1 jobs at a time"),
      .passed(model: "m", provider: "p", reason: "no"),
      .began(attempt: "att_1", model: "m", provider: "p", number: 2),
      .accepted(attempt: "att_1", ticket: "t"),
      .failed(attempt: "att_1", model: "m", error: error, next: "no engine is left"),
      .finished(attempt: "att_1", model: "m", charge: nil),
    ]
    #expect(
      events.map(RouteText.line) == [
        "0 of 1 engines may be tried", "m@p: waits: p takes 1 jobs at a time", "m@p: passed over: no",
        "m@p: attempt 2 begins as att_1", "att_1: accepted as 't'", "att_1: m failed: 503; no engine is left",
        "att_1: m did it, cost unknown",
      ])
  }

  @Test("Waits grow, spread, and never fall below what was asked for; the same seed spreads the same way")
  func jitter() {
    var one = Jitter(seed: 7)
    var other = Jitter(seed: 7)
    for (number, range) in [
      (1, 125...250), (2, 250...500), (3, 500...1000), (9, 15_000...30_000), (99, 15_000...30_000),
    ]
      as [(Int, ClosedRange<Int64>)]
    {
      let wait = one.backoff(number, atLeast: 0)
      #expect(range.contains(wait))
      #expect(other.backoff(number, atLeast: 0) == wait)
    }
    #expect(one.backoff(1, atLeast: 90_000) == 90_000)
  }
}
