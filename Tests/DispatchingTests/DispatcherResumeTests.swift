import Jobs
import ReframeSDK
import Testing

@testable import Dispatching

@Suite("Taking up what an earlier process left")
struct DispatcherResumeTests {
  let book = BookDouble()
  let clock = VirtualClock()

  /// An attempt that was accepted, or went less far.
  private func left(_ state: AttemptState = .accepted) throws -> BookedAttempt {
    var attempt = Attempt(id: "att_old", job: "job_1", number: 2, model: "m", provider: "luma")
    attempt.expected = dollars(5_000)
    attempt.maximum = dollars(8_000)
    try book.hold(attempt, at: 5)
    if state != .held { try book.markSending(attempt.id, at: 6) }
    if state == .accepted { try book.accept(attempt.id, ticket: "t", at: 7) }
    return BookedAttempt(attempt: attempt, state: state, ticket: state == .accepted ? "t" : nil)
  }

  private func resume(_ booked: BookedAttempt, _ runner: ScriptedRunner, deadline: Int64? = nil)
    -> Result<DispatchResult, DispatchFailure>
  {
    do throws(DispatchFailure) {
      return .success(
        try Dispatcher(book: book, clock: clock).resume(booked, runner: runner, deadline: deadline))
    } catch {
      return .failure(error)
    }
  }

  @Test("It is polled to its end and paid for, and never submitted")
  func done() throws {
    let runner = ScriptedRunner(.pending(0), .fault(DispatcherTests.busy), .done(nil))
    let result = try resume(try left(), runner).get()
    #expect(runner.calls == ["poll t", "poll t", "poll t"])
    #expect((result.attempt, result.charge, result.attempts) == ("att_old", dollars(5_000), 2))
    #expect(book.now.steps.last == "capture att_old")
  }

  @Test("What ended free of charge is released, without buying anything else")
  func free() throws {
    let runner = ScriptedRunner(.fault(ReframeError(.internalFault, "failed")))
    let result = resume(try left(), runner)
    #expect(
      result
        == .failure(
          DispatchFailure(error: ReframeError(.internalFault, "failed"), reasons: ["m@luma: failed: failed"]))
    )
    #expect(book.now.steps.last == "release att_old")
  }

  @Test("What still has not ended by the deadline stays as it was")
  func pending() throws {
    let runner = ScriptedRunner(Array(repeating: .pending(100), count: 20))
    guard case .failure(let failure) = resume(try left(), runner, deadline: clock.now + 250) else {
      return #expect(Bool(false), "it ended")
    }
    #expect(failure.unfinished == "att_old")
    #expect(book.row("att_old")?.state == .accepted)
  }

  @Test("Without a ticket there is nothing to ask after", arguments: [AttemptState.held, .sending])
  func noTicket(state: AttemptState) throws {
    let runner = ScriptedRunner(.done(nil))
    let result = resume(try left(state), runner)
    #expect(
      result
        == .failure(
          DispatchFailure(
            error: ReframeError(
              .invalidArgument,
              "The attempt att_old cannot be resumed: it is \(state.rawValue) and has no ticket"),
            reasons: [])))
    #expect(runner.calls == [])
  }
}
