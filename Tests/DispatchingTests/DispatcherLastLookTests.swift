import Jobs
import ReframeSDK
import Synchronization
import Testing

@testable import Dispatching

@Suite("The last look at a job that has ended here")
struct DispatcherLastLookTests {
  let order = DispatcherTests()

  /// A vendor that answers nobody whose job is over, as every exchange does.
  private final class Strict: AttemptRunner {
    let clock: VirtualClock
    let cancels: Bool
    let calls = Mutex<[String]>([])

    init(_ clock: VirtualClock, cancels: Bool) { (self.clock, self.cancels) = (clock, cancels) }

    func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer { .ticket("t") }

    func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
      guard !call.cancellation.isRaised, clock.now < call.deadline ?? .max else {
        throw ReframeError(.timeout, "the job is over", isRetryable: true, accepted: .yes)
      }
      let isDropped = calls.withLock { calls in
        calls.append("poll")
        return calls.contains("cancel")
      }
      if cancels { call.cancellation.raise() }
      if isDropped { throw ReframeError(.cancelled, "dropped, free of charge") }
      return .pending(retryAfterMilliseconds: 0)
    }

    func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) {
      calls.withLock { $0.append("cancel") }
    }
  }

  @Test("It is answered although the job was cancelled or its time is over", arguments: [true, false])
  func answered(isCancelled: Bool) {
    let runner = Strict(order.clock, cancels: isCancelled)
    let end = order.clock.now + 3_000
    let result = order.run([candidate("m@luma", 5_000, runner: runner)]) { $0.deadline = end }
    guard case .failure(let failure) = result else { return #expect(Bool(false), "it ended") }
    #expect(failure.unfinished == nil)
    #expect(runner.calls.withLock { $0 }.suffix(2) == ["cancel", "poll"])
    #expect(order.steps.last == "release A1")
  }

  @Test("What may be done is not dropped: a job whose last question failed is only looked at")
  func notDropped() throws {
    let end = order.clock.now + 100
    let gone = ReframeError(.unavailable, "the result cannot be fetched", isRetryable: true, accepted: .yes)
    let runner = ScriptedRunner(.ticket("t"), .fault(gone), .done(nil))
    let result = try order.run([candidate("m@luma", 5_000, runner: runner)]) { $0.deadline = end + 400 }.get()
    #expect(runner.calls == ["submit", "poll t", "poll t"])
    #expect(result.charge == dollars(5_000))
  }

  @Test("An amount that no book takes leaves no hold behind: what was expected is presumed")
  func absurdCharge() throws {
    let book = PickyBook(book: order.book)
    let job = Order(job: "job_1", candidates: [candidate("m@luma", 5_000, .done(dollars(.max)))])
    let result = try Dispatcher(book: book, clock: order.clock).run(job)
    #expect(result.unsettled == nil)
    let row = order.book.now.rows.values.first
    #expect((row?.captured, row?.isPresumed) == (5_000, true))
    #expect(order.clock.waits == [])
  }

  @Test("Money that was taken for what was to be free is told of")
  func chargedForFree() throws {
    let result = try order.run([candidate("m@luma", 0, .done(dollars(30_000)))]).get()
    #expect(
      result.unsettled?.message
        == "luma charged $0.03 for m, which was to cost nothing; it is not in the ledger: correct its price in the "
        + "price book")
    #expect(try order.run([candidate("m@luma", 0, .done(dollars(0)))]).get().unsettled == nil)
  }
}

/// A book that takes no amount beyond reason.
private struct PickyBook: AttemptBook {
  let book: BookDouble

  func hold(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) { try book.hold(attempt, at: now) }
  func markSending(_ attempt: String, at now: Int64) throws(ReframeError) {
    try book.markSending(attempt, at: now)
  }
  func accept(_ attempt: String, ticket: String, at now: Int64) throws(ReframeError) {
    try book.accept(attempt, ticket: ticket, at: now)
  }
  func capture(_ attempt: String, _ amount: Money?, isPresumed: Bool, at now: Int64) throws(ReframeError) {
    if let amount, amount.micros > 1_000_000_000 {
      throw ReframeError(.invalidArgument, "more than can be booked")
    }
    try book.capture(attempt, amount, isPresumed: isPresumed, at: now)
  }
  func release(_ attempt: String, reason: String, at now: Int64) throws(ReframeError) {
    try book.release(attempt, reason: reason, at: now)
  }
}
