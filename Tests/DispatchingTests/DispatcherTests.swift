import Jobs
import ReframeSDK
import Testing

@testable import Dispatching

@Suite("An order on its way")
struct DispatcherTests {
  let book: BookDouble
  let clock = VirtualClock()
  let log = EventLog()

  /// Runs an order over these engines; ids in what is kept are replaced by `A1`, `A2`, … in the order of their holds.
  func run(_ candidates: [Candidate], _ change: (inout Order) -> Void = { _ in })
    -> Result<DispatchResult, DispatchFailure>
  {
    var order = Order(job: "job_1", candidates: candidates)
    order.onEvent = log.note
    change(&order)
    let dispatcher = Dispatcher(book: book, clock: clock)
    do throws(DispatchFailure) {
      return .success(try dispatcher.run(order))
    } catch {
      return .failure(error)
    }
  }

  func named(_ text: String) -> String {
    book.now.ids.enumerated().reduce(text) { $0.replacing($1.element, with: "A\($1.offset + 1)") }
  }

  /// The book's steps.
  var steps: [String] { book.now.steps.map(named) }

  static let busy = ReframeError(.unavailable, "503 from luma", isRetryable: true)

  @Test("Held and marked before it is sent, captured after")
  func straight() throws {
    let runner = ScriptedRunner(.done(dollars(4_000)))
    let result = try run([candidate("m@luma", 5_000, runner: runner)]).get()
    #expect(steps == ["hold A1", "markSending A1", "capture A1"])
    #expect(result.charge == dollars(4_000))
    #expect((result.model, result.provider, result.attempts) == ("m", "luma", 1))
    #expect(result.unsettled == nil)
    let row = try #require(book.row(result.attempt))
    #expect((row.captured, row.isPresumed) == (4_000, false))
    #expect((row.attempt.job, row.attempt.number, row.attempt.rule) == ("job_1", 1, "rule"))
    #expect(
      log.lines.map(named) == [
        "1 of 1 engines may be tried", "m@luma: attempt 1 begins as A1", "A1: m did it, cost $0.004",
      ])
  }

  @Test("A ticket is stored before anybody waits, and polled until the job ends")
  func ticket() throws {
    let runner = ScriptedRunner(
      .ticket("t"), .pending(0), .fault(Self.busy), .pending(700), .done(nil))
    let result = try run([candidate("m@luma", 5_000, runner: runner)]).get()
    #expect(runner.calls == ["submit", "poll t", "poll t", "poll t", "poll t"])
    #expect(steps == ["hold A1", "markSending A1", "accept A1", "capture A1"])
    #expect(result.charge == dollars(5_000))
    #expect(clock.waits.count == 4)
    #expect((clock.waits[0], clock.waits[1], clock.waits[3]) == (250, 500, 700))
    #expect((125...250).contains(clock.waits[2]))
  }

  @Test("What is free leaves no trace in the book, and needs none")
  func free() throws {
    let dispatcher = Dispatcher(book: nil, clock: clock)
    let result = try dispatcher.run(Order(job: "job_1", candidates: [candidate("crop@local", 0, .done(nil))]))
    #expect(result.charge == dollars(0))
    _ = try run([candidate("crop@local", 0, .ticket("t"), .done(nil))]).get()
    #expect(steps == [])
  }

  @Test("Without a book nothing is bought")
  func noBook() throws {
    let paid = ScriptedRunner()
    var order = Order(
      job: "job_1",
      candidates: [candidate("m@luma", 1, runner: paid), candidate("crop@local", 0, .done(nil))])
    order.onEvent = log.note
    let result = try Dispatcher(book: nil, clock: clock).run(order)
    #expect(result.model == "crop")
    #expect(paid.calls == [])
    #expect(
      log.lines[1] == "m@luma: passed over: it costs money, and there is no ledger to write that down in")
  }

  @Test("The same engine is tried again, each time as an attempt of its own, and then the next")
  func retries() throws {
    let first = ScriptedRunner(.fault(Self.busy), .fault(Self.busy), .fault(Self.busy))
    let result = try run([
      candidate("m@luma", 5_000, runner: first), candidate("n@fashn", 9_000, .done(nil)),
    ]).get()
    #expect(first.calls.count == 3)
    #expect((result.model, result.attempts) == ("n", 4))
    #expect(
      steps == [
        "hold A1", "markSending A1", "release A1", "hold A2", "markSending A2", "release A2",
        "hold A3", "markSending A3", "release A3", "hold A4", "markSending A4", "capture A4",
      ])
    #expect(clock.waits.count == 2)
    #expect((125...250).contains(clock.waits[0]))
    #expect((250...500).contains(clock.waits[1]))
    #expect(log.lines.map(named).contains("A3: m failed: 503 from luma; the next engine is tried"))
  }

  @Test("The time that a vendor asks for is kept")
  func retryAfter() throws {
    var error = Self.busy
    error.retryAfterMilliseconds = 9_000
    _ = try run([candidate("m@luma", 5_000, .fault(error), .done(nil))]).get()
    #expect(clock.waits == [9_000])
  }

  @Test("Nobody waits long for one engine while another one is left")
  func impatience() throws {
    var error = Self.busy
    error.retryAfterMilliseconds = 30_001
    let result = try run([candidate("m@luma", 5_000, .fault(error)), candidate("n@fashn", 9_000, .done(nil))])
      .get()
    #expect(result.model == "n")
    #expect(clock.waits == [])
  }

  @Test(
    "What is not retryable goes to the next engine at once",
    arguments: [ReframeError.Kind.invalidArgument, .unsupported, .contentPolicy, .internalFault])
  func notRetryable(kind: ReframeError.Kind) throws {
    let result = try run([
      candidate("m@luma", 5, .fault(ReframeError(kind, "no"))), candidate("n@luma", 9, .done(nil)),
    ]).get()
    #expect((result.model, result.attempts) == ("n", 2))
  }

  @Test(
    "A refused key rules out every engine of its provider",
    arguments: [ReframeError.Kind.unauthenticated, .forbidden, .quota])
  func credentials(kind: ReframeError.Kind) throws {
    let neighbour = ScriptedRunner()
    let result = try run([
      candidate("m@luma", 5, .fault(ReframeError(kind, "refused", isRetryable: true))),
      candidate("n@luma", 5, runner: neighbour), candidate("o@fashn", 9, .done(nil)),
    ]).get()
    #expect(result.model == "o")
    #expect(neighbour.calls == [])
    #expect(log.lines.contains("n@luma: passed over: luma refused this order: refused"))
  }

  @Test("An engine without enough budget is passed over for a cheaper one")
  func overBudget() throws {
    let tight = DispatcherTests(book: BookDouble(limit: 100))
    let dear = ScriptedRunner()
    let result = try tight.run([
      candidate("m@luma", 5_000, runner: dear), candidate("n@luma", 90, .done(nil)),
    ]).get()
    #expect(result.model == "n")
    #expect(dear.calls == [])
    #expect(tight.log.lines.contains("m@luma: passed over: the budget 'all' has not enough left"))
  }

  @Test("No more engines are tried than are allowed")
  func engineLimit() throws {
    let third = ScriptedRunner()
    let failure = #expect(throws: DispatchFailure.self) {
      try run([
        candidate("m@luma", 5, .fault(ReframeError(.contentPolicy, "no"))),
        candidate("n@luma", 5, .fault(ReframeError(.contentPolicy, "never"))),
        candidate("o@luma", 5, runner: third),
      ]) { $0.policy.engineLimit = 2 }.get()
    }
    #expect(third.calls == [])
    #expect(failure?.error.message == "never")
    #expect(
      failure?.reasons == [
        "m@luma: failed: no", "n@luma: failed: never",
        "o@luma: passed over: no more than 2 engines may be tried",
      ])
  }

  @Test("If no engine may be tried, the error says why of each")
  func nobody() {
    let failure = #expect(throws: DispatchFailure.self) {
      try run([candidate("m@luma", nil)]).get()
    }
    #expect(failure?.error.kind == .unsupported)
    #expect(
      failure?.error.message
        == "No engine may do this job: m@luma: dropped: price unknown; allow it with --allow-unknown-price")
    let none = #expect(throws: DispatchFailure.self) { try run([]).get() }
    #expect(none?.error.message == "No engine may do this job: none is set up")
  }

  init(book: BookDouble = BookDouble()) { self.book = book }
}
