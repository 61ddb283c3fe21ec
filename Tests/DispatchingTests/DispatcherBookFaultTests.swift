import Jobs
import ReframeSDK
import Testing

@testable import Dispatching

@Suite("When the book cannot be written")
struct DispatcherBookFaultTests {
  let order = DispatcherTests()
  var book: BookDouble { order.book }

  @Test("A hold that fails passes over what costs money; what is free still runs")
  func hold() throws {
    book.failNext(.hold)
    let result = try order.run([candidate("m@luma", 5, .done(nil)), candidate("crop@local", 0, .done(nil))])
      .get()
    #expect(result.model == "crop")
    #expect(order.log.lines.contains("m@luma: passed over: the ledger cannot be used: the disk is full"))
  }

  @Test("Nothing is sent until it is written that it will be")
  func markSending() {
    book.failNext(.markSending, 5)
    let runner = ScriptedRunner(.done(nil))
    let result = order.run([candidate("m@luma", 5, runner: runner)])
    guard case .failure(let failure) = result else { return #expect(Bool(false), "it was sent") }
    #expect(failure.reasons == ["m@luma: passed over: the ledger cannot be used: the disk is full"])
    #expect(runner.calls == [])
    #expect(order.steps == ["hold A1", "release A1"])
  }

  @Test(
    "A write that fails a few times is repeated", arguments: [BookDouble.Step.accept, .capture])
  func repeated(step: BookDouble.Step) throws {
    book.failNext(step, 4)
    let result = try order.run([candidate("m@luma", 5, .ticket("t"), .done(nil))]).get()
    #expect(result.unsettled == nil)
    #expect(order.steps == ["hold A1", "markSending A1", "accept A1", "capture A1"])
  }

  @Test("A ticket that cannot be stored is in the message")
  func accept() {
    book.failNext(.accept, 99)
    let runner = ScriptedRunner(.ticket("t-77"), .done(nil))
    guard case .failure(let failure) = order.run([candidate("m@luma", 5, runner: runner)]) else {
      return #expect(Bool(false), "it went on without the ticket")
    }
    #expect(runner.calls == ["submit"])
    #expect(failure.unfinished == book.now.ids.first)
    #expect(
      order.named(failure.error.message)
        == "luma has the job as 't-77' (attempt A1), but the ledger cannot be written: the disk is full. Keep that "
        + "ticket: it is written nowhere else. Do not run the job again before it is reconciled")
  }

  @Test("A job that was done is done, even if what it cost cannot be written down")
  func capture() throws {
    book.failNext(.capture, 99)
    let result = try order.run([candidate("m@luma", 5, .done(nil))]).get()
    #expect(
      order.named(result.unsettled?.message ?? "")
        == "the job was done, but the ledger cannot be written: the disk is full; reconcile the attempt A1")
  }

  @Test("What cannot be released is not followed by another purchase")
  func release() {
    book.failNext(.release, 99)
    let second = ScriptedRunner(.done(nil))
    let result = order.run([
      candidate("m@luma", 5, .fault(ReframeError(.contentPolicy, "no"))),
      candidate("n@luma", 5, runner: second),
    ])
    guard case .failure(let failure) = result else { return #expect(Bool(false), "it went on") }
    #expect(second.calls == [])
    #expect(
      order.named(failure.error.message)
        == "no. It was not paid for, but the ledger cannot be written: the disk is full; reconcile the attempt A1"
    )
  }

  @Test("An unsure purchase that cannot be written down says both")
  func presumed() {
    book.failNext(.capture, 99)
    let fault = ReframeError(.timeout, "no answer", accepted: .unknown)
    guard case .failure(let failure) = order.run([candidate("m@luma", 5, .fault(fault))]) else {
      return #expect(Bool(false), "it went on")
    }
    #expect(failure.error.message.hasSuffix("(and the ledger cannot be written: the disk is full)"))
    #expect(failure.unfinished == book.now.ids.first)
  }
}
