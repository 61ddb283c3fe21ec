import Accounting
import Dispatching
import Foundation
import ReframeSDK
import Synchronization

/// What a job costs on its way through the dispatcher and a ledger on disk, beyond the engine's own time.
struct DispatchingOverhead {
  let work: URL

  /// An engine of one thread's, which makes nothing.
  private final class MockEngine: AttemptRunner, @unchecked Sendable {
    /// Microseconds that it takes on average; single jobs from half of that to half as much again, as those of
    /// services do.
    private let duration: UInt32
    /// Seconds that the last job took.
    private(set) var took = 0.0

    init(duration: UInt32) { self.duration = duration }

    func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
      guard duration > 0 else { return .finished(charge: nil) }
      let began = ContinuousClock.now
      usleep(UInt32.random(in: duration / 2...duration * 3 / 2))
      took = DispatchingOverhead.seconds(since: began)
      return .finished(charge: nil)
    }

    func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
      .finished(charge: nil)
    }

    func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) {}
  }

  func run() throws {
    let budget = Budget(name: "all", limit: Money(micros: 1_000_000_000_000, unit: "USD"), window: .day)
    let ledger = try Ledger(path: work.appending(path: "ledger.db").path, budgets: [budget])
    let dispatcher = Dispatcher(book: ledger)
    _ = try measure(dispatcher, price: 5_000, threads: 64, jobs: 2_000)
    print("Dispatching: time beyond the engine's own")
    try report(dispatcher, price: 5_000, threads: 64, jobs: 20_000, engine: 20_000)
    for (threads, jobs) in [(1, 1_000), (8, 5_000), (64, 20_000)] {
      try report(dispatcher, price: 5_000, threads: threads, jobs: jobs)
    }
    try report(dispatcher, price: 0, threads: 64, jobs: 100_000)
  }

  private func report(_ dispatcher: Dispatcher, price: Int64, threads: Int, jobs: Int, engine: UInt32 = 0)
    throws
  {
    let (seconds, latencies) = try measure(
      dispatcher, price: price, threads: threads, jobs: jobs, engine: engine)
    let sorted = latencies.sorted()
    func percentile(_ part: Double) -> String {
      decimal(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1000, 2)
    }
    print(
      "  \(price > 0 ? "with a ledger on disk" : "free, without a ledger"), \(threads) at a time: "
        + (engine > 0 ? "jobs of \(engine / 2000) to \(engine * 3 / 2000) ms, " : "")
        + "\(decimal(Double(sorted.count) / seconds, 0)) jobs/s, median \(percentile(0.5)) ms, "
        + "p99 \(percentile(0.99)) ms")
  }

  /// Seconds for all jobs, and for each beyond the engine's own.
  private func measure(
    _ dispatcher: Dispatcher, price micros: Int64, threads: Int, jobs: Int, engine: UInt32 = 0
  ) throws -> (Double, [Double]) {
    let price = Money(micros: micros, unit: "USD")
    let quote = Quote(lines: [], expected: price, maximum: price, rule: "r", version: "1")
    let next = Atomic(0)
    let latencies = Mutex<[Double]>([])
    let failures = Mutex<[String]>([])
    let group = DispatchGroup()
    let start = ContinuousClock.now
    for _ in 0..<threads {
      group.enter()
      Thread {
        var own: [Double] = []
        let mock = MockEngine(duration: engine)
        let candidate = Candidate(model: "mock", provider: "mock", quote: quote, runner: mock)
        while next.add(1, ordering: .relaxed).oldValue < jobs {
          let began = ContinuousClock.now
          do throws(DispatchFailure) {
            _ = try dispatcher.run(Order(job: "job_\(own.count)", candidates: [candidate]))
          } catch {
            failures.withLock { $0.append(error.error.message) }
          }
          own.append(Self.seconds(since: began) - mock.took)
        }
        latencies.withLock { $0 += own }
        group.leave()
      }.start()
    }
    group.wait()
    if let failure = failures.withLock({ $0.first }) { throw BenchmarkError(failure) }
    return (Self.seconds(since: start), latencies.withLock { $0 })
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
