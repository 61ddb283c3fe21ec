import Jobs
import ReframeSDK
import Testing

@testable import Dispatching

@Suite("Nothing is bought twice")
struct DispatcherMoneyTests {
  let order = DispatcherTests()
  var book: BookDouble { order.book }

  /// Runs an engine whose script ends badly, with another behind it that must not be called.
  private func fail(_ lines: ScriptedRunner.Line..., change: (inout Order) -> Void = { _ in })
    -> (failure: DispatchFailure?, calls: [String])
  {
    let first = ScriptedRunner(lines)
    let second = ScriptedRunner(.done(nil))
    let result = order.run(
      [candidate("m@luma", 5_000, most: 8_000, runner: first), candidate("n@fashn", 9_000, runner: second)],
      change)
    #expect(second.calls == [])
    guard case .failure(let failure) = result else { return (nil, first.calls) }
    return (failure, first.calls)
  }

  @Test("After a submission that nobody knows about, the most is presumed paid and nothing else is bought")
  func unknown() {
    let fault = ReframeError(.timeout, "No answer from luma", isRetryable: true, accepted: .unknown)
    let failure = fail(.fault(fault)).failure
    #expect(order.steps == ["hold A1", "markSending A1", "capture A1"])
    let row = book.now.rows.values.first
    #expect((row?.captured, row?.isPresumed) == (8_000, true))
    #expect(failure?.unfinished == book.now.ids.first)
    #expect(failure?.error.isRetryable == false)
    #expect(
      order.named(failure?.error.message ?? "")
        == "No answer from luma. The attempt A1 may have been sold; it, $0.008, is in the ledger as presumed. "
        + "Nothing else was bought: look at what luma charged, reconcile A1, and only then run the job again")
  }

  @Test(
    "A runner that answers what makes no sense counts as unknown",
    arguments: [ScriptedRunner.Line.ticket(""), .pending(5)])
  func nonsense(line: ScriptedRunner.Line) {
    #expect(fail(line).failure?.error.accepted == .unknown)
    #expect(book.now.rows.values.first?.captured == 8_000)
  }

  @Test(
    "A service that does not know its own job at first is asked again, but not for ever", arguments: [3, 4])
  func early(times: Int) {
    let unknown = ReframeError(.notFound, "No such job", accepted: .yes)
    let lines =
      [.ticket("t")] + [ScriptedRunner.Line](repeating: .fault(unknown), count: times) + [.done(nil)]
    let result = order.run([candidate("m@luma", 5, runner: ScriptedRunner(lines))])
    #expect((try? result.get())?.model == (times == 3 ? "m" : nil))
    #expect(book.now.rows.values.first?.isPresumed == (times == 4))
  }

  @Test("What was taken and failed at a charge is presumed at its usual price")
  func failedPaid() {
    let fault = ReframeError(.contentPolicy, "Refused after the fact", accepted: .yes)
    let failure = fail(.ticket("t"), .fault(fault)).failure
    #expect(book.now.rows.values.first?.captured == 5_000)
    #expect(
      order.named(failure?.error.message ?? "")
        == "Refused after the fact. The attempt A1 was taken by the service, which may charge for it; it, $0.005, "
        + "is in the ledger as presumed. Nothing else was bought: look at what luma charged, reconcile A1, and "
        + "only then run the job again")
  }

  @Test("What was taken and failed free of charge is released, and the next engine is tried")
  func failedFree() throws {
    let first = ScriptedRunner(.ticket("t"), .pending(0), .fault(ReframeError(.internalFault, "failed")))
    let result = try order.run([
      candidate("m@luma", 5_000, runner: first), candidate("n@fashn", 9_000, .done(nil)),
    ]).get()
    #expect(result.model == "n")
    #expect(
      order.steps == [
        "hold A1", "markSending A1", "accept A1", "release A1", "hold A2", "markSending A2", "capture A2",
      ])
    #expect(book.now.rows.values.reduce(0) { $0 + $1.captured } == 9_000)
  }

  @Test(
    "A fault of the question does not end the job that was asked after",
    arguments: [ReframeError.Acceptance.no, .yes, .unknown])
  func pollFaults(accepted: ReframeError.Acceptance) throws {
    let fault = ReframeError(.rateLimited, "429", isRetryable: true, accepted: accepted)
    let runner = ScriptedRunner([.ticket("t")] + Array(repeating: .fault(fault), count: 9) + [.done(nil)])
    _ = try order.run([candidate("m@luma", 5_000, runner: runner)]).get()
    #expect(runner.calls.count == 11)
    #expect(order.steps == ["hold A1", "markSending A1", "accept A1", "capture A1"])
  }

  @Test("A key that is refused while polling leaves the ticket in the book")
  func refusedPoll() {
    let fault = ReframeError(.unauthenticated, "The key is refused", accepted: .unknown)
    let failure = fail(.ticket("t"), .fault(fault)).failure
    #expect(book.now.open.map(\.ticket) == ["t"])
    #expect(
      order.named(failure?.error.message ?? "")
        == "The key is refused, but luma still has it as 't'; resume the attempt A1 instead of buying again")
  }

  @Test("Before anything is sent a cancel costs nothing")
  func cancelledEarly() {
    let (failure, calls) = fail { $0.cancellation.raise() }
    #expect(failure?.error.kind == .cancelled)
    #expect(calls == [])
    #expect(order.steps == [])
  }

  /// A book during whose last step before the call the job is cancelled.
  private struct CancelledBook: AttemptBook {
    let book: BookDouble
    let cancellation: Cancellation

    func hold(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) { try book.hold(attempt, at: now) }
    func markSending(_ attempt: String, at now: Int64) throws(ReframeError) {
      try book.markSending(attempt, at: now)
      cancellation.raise()
    }
    func accept(_ attempt: String, ticket: String, at now: Int64) throws(ReframeError) {
      try book.accept(attempt, ticket: ticket, at: now)
    }
    func capture(_ attempt: String, _ amount: Money?, isPresumed: Bool, at now: Int64) throws(ReframeError) {
      try book.capture(attempt, amount, isPresumed: isPresumed, at: now)
    }
    func release(_ attempt: String, reason: String, at now: Int64) throws(ReframeError) {
      try book.release(attempt, reason: reason, at: now)
    }
  }

  @Test("Until the very call a cancel costs nothing")
  func cancelledBeforeCall() {
    let runner = ScriptedRunner(.done(nil))
    let job = Order(job: "job_1", candidates: [candidate("m@luma", 5, runner: runner)])
    let dispatcher = Dispatcher(
      book: CancelledBook(book: book, cancellation: job.cancellation), clock: order.clock)
    let failure = #expect(throws: DispatchFailure.self) { try dispatcher.run(job) }
    #expect(failure?.error.kind == .cancelled)
    #expect(runner.calls == [])
    #expect(order.steps == ["hold A1", "markSending A1", "release A1"])
    #expect(book.now.rows.values.first?.reason == "not sent: the job was cancelled")
  }

  @Test("A cancel while it is sent releases what was not taken")
  func cancelledSubmit() {
    let (failure, calls) = fail(.cancelling(.fault(ReframeError(.cancelled, "stopped", isRetryable: true))))
    #expect(failure?.error == ReframeError(.cancelled, "the job was cancelled"))
    #expect(failure?.reasons == ["m@luma: failed: stopped"])
    #expect(calls == ["submit"])
    #expect(order.steps.last == "release A1")
  }

  @Test("A cancel after it was taken asks the service to stop, looks once more, and keeps the ticket")
  func cancelledLate() {
    let (failure, calls) = fail(.ticket("t"), .cancelling(.pending(0)), .pending(0))
    #expect(calls == ["submit", "poll t", "cancel t", "poll t"])
    #expect(failure?.error.kind == .cancelled)
    #expect(failure?.unfinished == book.now.ids.first)
    #expect(book.now.open.map(\.state) == [.accepted])
  }

  @Test("If the last look finds it done, it is paid for and done; if it was dropped, it is released")
  func lastLook() throws {
    let done = ScriptedRunner(.ticket("t"), .cancelling(.pending(0)), .done(nil))
    #expect(try order.run([candidate("m@luma", 5, runner: done)]).get().charge == dollars(5))
    let dropped = ReframeError(.cancelled, "dropped")
    let failure = fail(.ticket("t"), .cancelling(.pending(0)), .fault(dropped)).failure
    #expect(failure?.unfinished == nil)
    #expect(order.steps.last == "release A2")
  }

  @Test("A deadline stops waiting for a job that never ends, and keeps its ticket")
  func deadline() {
    let lines = [ScriptedRunner.Line.ticket("t")] + Array(repeating: .pending(0), count: 50)
    let runner = ScriptedRunner(lines)
    let end = order.clock.now + 7_000
    let result = order.run([candidate("m@luma", 5, runner: runner)]) { $0.deadline = end }
    guard case .failure(let failure) = result else { return #expect(Bool(false), "it ended") }
    #expect(failure.error.kind == .timeout)
    #expect(order.clock.now == end)
    #expect(runner.calls.suffix(2) == ["cancel t", "poll t"])
    #expect(book.now.open.count == 1)
  }

  @Test("What kept it from being asked after is said at the deadline; a long ticket is left to the book")
  func askedInVain() {
    let fault = ReframeError(.unavailable, "The answer is not JSON", isRetryable: true, accepted: .yes)
    let ticket = String(repeating: "t", count: 100)
    let runner = ScriptedRunner([.ticket(ticket)] + Array(repeating: .fault(fault), count: 40))
    let end = order.clock.now + 20_000
    let result = order.run([candidate("m@luma", 5, runner: runner)]) { $0.deadline = end }
    guard case .failure(let failure) = result else {
      Issue.record("it is done")
      return
    }
    #expect(
      order.named(failure.error.message)
        == "the job's deadline has passed (when asked: The answer is not JSON), but luma still has it; resume "
        + "the attempt A1 instead of buying again")
    #expect(book.now.open.map(\.ticket) == [ticket])
  }

  @Test("A wait that would outlast the deadline is not begun")
  func retryBeyondDeadline() {
    var busy = DispatcherTests.busy
    busy.retryAfterMilliseconds = 5_000
    let end = order.clock.now + 4_000
    let result = order.run([candidate("m@luma", 5, .fault(busy))]) { $0.deadline = end }
    #expect(result == .failure(DispatchFailure(error: busy, reasons: ["m@luma: failed: 503 from luma"])))
    #expect(order.clock.waits == [])
  }

  @Test("An unfinished purchase of the same picture is reported, not bought again")
  func unfinished() {
    _ = fail(.ticket("t-9"), .cancelling(.pending(0)), .pending(0)) { $0.fingerprint = "print" }
    let (failure, calls) = fail { $0.fingerprint = "print" }
    #expect(calls == [])
    #expect(failure?.unfinished == book.now.ids.first)
    #expect(
      order.named(failure?.error.message ?? "")
        == "attempt A1 ('t-9' at luma) at the same job is unfinished and may have been paid for; fetch it with "
        + "'reframe resume'")
    #expect(book.now.rows.values.first?.attempt.fingerprint == "print")
  }
}
