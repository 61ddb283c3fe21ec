import Foundation
import Hosting
import ReframeSDK
import Synchronization
import TestSupport
import Testing

@testable import Loading

@Suite("A plugin that ends its worker costs one call")
struct WorkerDeathTests {
  @Test(
    "The host says what ended it, and the next call is served",
    arguments: [
      ("segv", "was killed by SIGSEGV (memory that is not its own)"),
      ("abort", "was killed by SIGABRT (it gave up by itself)"),
      ("trap", "was killed by SIGILL (a trap)"),
      ("exit", "ended its process with exit code 0"),
      ("stack", "was killed by SIGSEGV (memory that is not its own)"),
    ])
  func dies(deed: String, text: String) throws {
    let worker = try HostileWorker()
    let error = try #require(worker.act(deed).error)
    #expect(error.kind == .unavailable && error.isRetryable && error.accepted == .no)
    #expect(
      error.message.hasPrefix(
        "the plugin 'hostile' \(text) during a look for subjects of the job 'job' (worker "))
    #expect(worker.isAlive())
  }

  @Test("Its last words are told and logged")
  func lastWords() throws {
    let outcome = try HostileWorker().act("abort")
    let words = "assertion failed: the moon is not made of cheese"
    #expect(outcome.error?.message.hasSuffix("; its last words: \(words)") == true)
    #expect(outcome.log.suffix(2) == ["first line", words])
  }

  @Test("A plugin that takes all memory meets its limit")
  func memory() throws {
    var limits = HostileWorker.limits
    limits.memory = 1 << 30
    let worker = try HostileWorker(limits)
    #expect(worker.act("memory").error?.message.contains("was killed by SIGSEGV") == true)
    #expect(worker.isAlive())
  }

  @Test(
    "A plugin that hangs is ended when its time is up, also one that is deaf to signals",
    arguments: ["hang", "deaf"])
  func hangs(deed: String) throws {
    var limits = HostileWorker.limits
    limits.callTime = .milliseconds(100)
    let worker = try HostileWorker(limits)
    let error = try #require(worker.act(deed).error)
    #expect(error.kind == .timeout && error.accepted == .no)
    #expect(
      error.message
        == "the plugin 'hostile' was not done with a look for subjects of the job 'job' after 0.1 seconds, and its worker was ended"
    )
    #expect(worker.isAlive())
  }

  @Test("One that talks all the time is ended as well")
  func talks() throws {
    var limits = HostileWorker.limits
    limits.callTime = .milliseconds(100)
    let worker = try HostileWorker(limits)
    #expect(worker.act("talk").error?.kind == .timeout)
    #expect(worker.isAlive())
  }

  @Test("A cancelled job ends in the plugin that looks, and by force in one that does not")
  func cancelled() throws {
    let worker = try HostileWorker()
    #expect(worker.act("wait") { $0.cancel() }.error?.kind == .cancelled)
    let error = try #require(worker.act("talk") { $0.cancel() }.error)
    #expect(error.kind == .cancelled)
    #expect(
      error.message
        == "the plugin 'hostile' did not stop a look for subjects of the job 'job' when it was cancelled, and its worker was ended"
    )
    #expect(worker.isAlive())
  }

  @Test("Calls beside the one that dies fail with it, and none hangs")
  func companions() throws {
    let worker = try HostileWorker()
    let talking = DispatchSemaphore(value: 0)
    let outcomes = Threads.map(8) { index in
      guard index == 0 else {
        let isFirst = Atomic(true)
        return worker.act("talk", job: "job \(index)") { _ in
          if isFirst.exchange(false, ordering: .relaxed) { talking.signal() }
        }.error
      }
      // Only when all the others are under way, as those that come later find the next worker.
      (1..<8).forEach { _ in talking.wait() }
      return worker.act("segv", job: "bad").error
    }
    #expect(outcomes.allSatisfy { $0?.message.contains("was killed by SIGSEGV") == true })
    #expect(worker.isAlive())
  }

  @Test("Too many deaths in a row, and the plugin is left alone for a while")
  func leftAlone() throws {
    let worker = try HostileWorker()
    for job in 0..<5 { _ = worker.act("segv", job: "\(job)") }
    let error = try #require(worker.act("work").error)
    #expect(error.kind == .unavailable && error.isRetryable && error.accepted == .no)
    #expect(
      error.message == "the plugin 'hostile' ended its worker 5 times in 60 s and is left alone for 30 s")
  }

  @Test("A job that ended two workers is not given to a third")
  func quarantined() throws {
    let worker = try HostileWorker()
    for _ in 0..<2 { _ = worker.act("segv", job: "poison") }
    #expect(
      worker.act("work", job: "poison").error?.message
        == "the job 'poison' ended workers of the plugin 'hostile' 2 times and is not given to it again")
    #expect(worker.isAlive())
  }

  @Test("A hundred deaths leave neither descriptors, nor threads, nor processes, nor files")
  func flat() async {
    await #expect(processExitsWith: .success) {
      var limits = HostileWorker.limits
      limits.crashes = .max
      let worker = try HostileWorker(limits)
      func die(_ times: Int) {
        for job in 0..<times {
          _ = worker.act(job % 10 == 0 ? "garbage" : "exit", with: "empty", job: "\(job)")
        }
      }
      die(5)
      precondition(worker.isAlive())
      let before = Holdings()
      die(100)
      // The last worker is still being cleared away; a host that leaks never comes out of this.
      repeat { precondition(worker.isAlive()) } while !(Holdings() <= before)
    }
  }

  @Test("A worker that grew too large is replaced, without a word")
  func replaced() throws {
    var limits = HostileWorker.limits
    limits.residentMemory = 256 << 20
    let worker = try HostileWorker(limits)
    for _ in 0..<40 { #expect(worker.act("leak").labels == ["leaked"]) }
    #expect(worker.isAlive())
  }

  @Test("So is one that did enough calls")
  func retired() throws {
    var limits = HostileWorker.limits
    limits.calls = 3
    let worker = try HostileWorker(limits)
    for _ in 0..<10 { #expect(worker.isAlive()) }
  }

  @Test("A plugin that does not want to be made says so, however often it is asked")
  func unmakeable() throws {
    let worker = try HostileWorker()
    let error = #expect(throws: ReframeError.self) { _ = try worker.provider(#"{"do":"nothing"}"#) }
    #expect(error?.message == "the plugin 'hostile' cannot start: it does not want to")
    #expect(error?.kind == .forbidden)
    for _ in 0..<100 { #expect(throws: ReframeError.self) { _ = try worker.provider(#"{"do":"nothing"}"#) } }
    #expect(worker.isAlive())
  }

  @Test("An executable that is not there is named")
  func missing() {
    var limits = HostileWorker.limits
    limits.executable = "/nowhere/reframe-worker"
    #expect(
      throws: ReframeError(
        .unavailable, "the worker /nowhere/reframe-worker cannot be started: No such file or directory")
    ) { _ = try HostileWorker(limits) }
  }

  @Test("One that is no worker is named, too")
  func impostor() {
    var limits = HostileWorker.limits
    limits.executable = "/bin/true"
    #expect(throws: ReframeError.self) { _ = try HostileWorker(limits) }
  }
}

/// What this process holds of the system.
struct Holdings {
  private let descriptors = Self.entries("/proc/self/fd")
  private let threads = Self.entries("/proc/self/task")
  private let children = Self.children()
  private let folders = Self.entries("/tmp") { $0.hasPrefix("reframe-worker-\(getpid())-") }

  /// Whether there is no more of anything; some threads of the dispatch pool may have come.
  static func <= (left: Self, right: Self) -> Bool {
    left.descriptors <= right.descriptors && left.threads <= right.threads + 8
      && left.children <= right.children && left.folders <= right.folders
  }

  private static func entries(_ folder: String, where isMeant: (String) -> Bool = { _ in true }) -> Int {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter(isMeant).count
  }

  /// Processes that are not reaped yet are among them.
  private static func children() -> Int {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return tasks.reduce(0) { count, task in
      let text = FileManager.default.contents(atPath: "/proc/self/task/\(task)/children") ?? Data()
      return count + String(decoding: text, as: UTF8.self).split(separator: " ").count
    }
  }
}
