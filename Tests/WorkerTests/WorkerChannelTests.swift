import ReframeSDK
import TestSupport
import Testing

@testable import Loading

@Suite("A plugin that writes into the worker's channel costs one call")
struct WorkerChannelTests {
  @Test(
    "Garbage ends the worker, and the next call is served",
    arguments: [
      "noise", "short", "long", "return", "text", "unknown", "outside", "larger", "shrinking", "file", "wide",
      "output", "descriptors", "flood",
    ])
  func garbage(kind: String) throws {
    var limits = HostileWorker.limits
    // Some are questions that can be answered, and what the plugin does then is to hang.
    let isUnderstood = ["flood", "descriptors"].contains(kind)
    if isUnderstood { limits.callTime = .milliseconds(100) }
    let worker = try HostileWorker(limits)
    let error = try #require(worker.act("garbage", with: kind).error)
    if !isUnderstood {
      #expect(
        error
          == ReframeError(
            .internalFault, "the plugin 'hostile' wrote what is no packet into the worker's channel",
            accepted: .no))
    }
    #expect(worker.isAlive())
  }

  @Test("So does a channel that is closed")
  func closed() throws {
    let worker = try HostileWorker()
    let error = try #require(worker.act("close").error)
    #expect(
      error.message
        == "the plugin 'hostile' closed or clogged the worker's channel during a look for subjects of the job 'job', and its worker was ended"
    )
    #expect(worker.isAlive())
  }

  @Test("A worker whose channel is shut down ends by itself")
  func shutDown() throws {
    let worker = try HostileWorker()
    #expect(worker.act("shutdown").error?.message.contains("ended its process with exit code 0") == true)
    #expect(worker.isAlive())
  }

  @Test("A flood of lines costs nothing but the lines", arguments: ["flood", "logs", "line"])
  func floods(deed: String) throws {
    let worker = try HostileWorker()
    let outcome = worker.act(deed)
    #expect(outcome.error == nil)
    #expect(outcome.log.count <= 1001 && outcome.log.allSatisfy { $0.utf8.count <= 500 })
    #expect(deed == "line" || outcome.log.last?.hasSuffix("more lines were dropped") == true)
    #expect(worker.isAlive())
  }

  @Test("Words, progress and answers come through, also from threads of the plugin's own")
  func comesThrough() throws {
    let worker = try HostileWorker()
    let outcome = worker.act("work")
    #expect(outcome.labels == ["well done"])
    #expect(outcome.stages == ["looking"])
    #expect(outcome.log.contains("a warning"))
    let threads = worker.act("threads")
    #expect(threads.labels == ["joined"])
    #expect(threads.stages == ["thread", "thread", "thread", "thread"])
    #expect(threads.log.filter { $0 == "from a thread" }.count == 4)
  }

  @Test("Calls of many threads at a time are all served")
  func concurrent() throws {
    let worker = try HostileWorker()
    let outcomes = Threads.map(16) { index in
      (0..<50).allSatisfy { _ in worker.act("work", job: "\(index)").labels == ["well done"] }
    }
    #expect(outcomes == [Bool](repeating: true, count: 16))
  }

  @Test("The pixels that are lent are those of the host, and are not written to")
  func pixels() throws {
    let worker = try HostileWorker()
    let sum = (0..<192).reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1) }
    #expect(worker.act("sum").labels == ["\(sum)"])
    #expect(worker.act("write-input").error?.message.contains("was killed by SIGSEGV") == true)
  }
}
