import Accounting
import Dispatching
import Foundation
import ReframeSDK
import Synchronization
import TestSupport
import Testing

@Suite("A burst of jobs against one budget")
struct BudgetBurstTests {
  /// Does every job, and counts them.
  private final class CountingRunner: AttemptRunner {
    let jobs = Atomic(0)

    func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
      jobs.add(1, ordering: .relaxed)
      return .finished(charge: nil)
    }

    func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
      throw ReframeError(.notFound, "there are no tickets")
    }

    func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) {}
  }

  @Test("Of 50 jobs at once against a budget for 10 exactly 10 run")
  func burst() throws {
    let folder = try TestFolder()
    let price = Money(micros: 5_000, unit: "USD")
    let budget = Budget(name: "team", limit: Money(micros: 50_000, unit: "USD"), window: .total)
    let ledger = try Ledger(path: folder["ledger.db"], budgets: [budget])
    let dispatcher = Dispatcher(book: ledger)
    let runner = CountingRunner()
    let outcomes = Mutex((done: 0, refusals: [String]()))
    let group = DispatchGroup()
    for number in 0..<50 {
      group.enter()
      Thread {
        let quote = Quote(lines: [], expected: price, maximum: price, rule: "r", version: "1")
        let candidate = Candidate(model: "photon", provider: "luma", quote: quote, runner: runner)
        do throws(DispatchFailure) {
          _ = try dispatcher.run(Order(job: "job_\(number)", candidates: [candidate]))
          outcomes.withLock { $0.done += 1 }
        } catch {
          outcomes.withLock { $0.refusals.append(error.error.message) }
        }
        group.leave()
      }.start()
    }
    group.wait()
    let (done, refusals) = outcomes.withLock { $0 }
    #expect(done == 10)
    #expect(runner.jobs.load(ordering: .relaxed) == 10)
    #expect(refusals.count == 40)
    #expect(refusals.allSatisfy { $0.contains("'team'") })
    #expect(try ledger.reader.audit() == [])
  }
}
