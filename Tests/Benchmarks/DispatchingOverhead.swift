import Accounting
import Dispatching
import Foundation
import Hosting
import ReframeSDK
import Synchronization

/// What a job costs on its way through the dispatcher and a ledger on disk, beyond the engine's own time.
struct DispatchingOverhead {
  let work: URL

  /// An engine of one thread's.
  private final class TimedEngine: AttemptRunner, @unchecked Sendable {
    private let work: @Sendable (AttemptCall) throws(ReframeError) -> AttemptAnswer
    /// Seconds that the last job took here.
    private(set) var took = 0.0

    init(_ work: @escaping @Sendable (AttemptCall) throws(ReframeError) -> AttemptAnswer) { self.work = work }

    func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
      let began = ContinuousClock.now
      defer { took = Measured.seconds(since: began) }
      return try work(call)
    }

    func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
      .finished(charge: nil)
    }

    func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) {}
  }

  /// Takes results and drops them.
  private final class Nowhere: RenditionReceiver, RenditionWriter {
    func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter { self }
    func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {}
    func finish() throws(ReframeError) {}
    func abandon() {}
  }

  /// The mock provider that ships, through the contract: jobs of 10 to 30 ms, as those of services differ too.
  private static func mock() throws -> @Sendable (AttemptCall) throws(ReframeError) -> AttemptAnswer {
    var setup = ProviderSetup(id: "mock", plugin: "mock")
    setup.settings = [
      "script": .array([
        .object(["answer": .string("finish"), "milliseconds": .array([.number(10), .number(30)])])
      ])
    ]
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.providers = [setup]
    let host = Host(configuration)
    guard let square = AspectRatio(width: 1, height: 1) else { throw BenchmarkError("1:1 is no ratio") }
    let job = ReframeJob(
      model: "mock/reframe", outputs: [OutputRequest(aspect: square, size: PixelSize(width: 8, height: 8))])
    let source = try SourceFile([0])
    return { (call) throws(ReframeError) in
      _ = try host.submit(
        job, to: "mock", source: source, receiver: Nowhere(), run: JobRun(id: call.attempt))
      return .finished(charge: nil)
    }
  }

  func run() throws {
    let budget = Budget(name: "all", limit: Money(micros: 1_000_000_000_000, unit: "USD"), window: .day)
    let ledger = try Ledger(path: work.appending(path: "ledger.db").path, budgets: [budget])
    let dispatcher = Dispatcher(book: ledger)
    _ = try measure(dispatcher, price: 5_000, threads: 64, jobs: 2_000)
    print("Dispatching: time beyond the engine's own")
    try report(dispatcher, price: 5_000, threads: 64, jobs: 20_000, "jobs of 10 to 30 ms, ", Self.mock())
    for (threads, jobs) in [(1, 1_000), (8, 5_000), (64, 20_000)] {
      try report(dispatcher, price: 5_000, threads: threads, jobs: jobs)
    }
    try report(dispatcher, price: 0, threads: 64, jobs: 100_000)
  }

  private func report(
    _ dispatcher: Dispatcher, price: Int64, threads: Int, jobs: Int, _ name: String = "",
    _ engine: @escaping @Sendable (AttemptCall) throws(ReframeError) -> AttemptAnswer = { _ in
      .finished(charge: nil)
    }
  ) throws {
    let (seconds, latencies) = try measure(
      dispatcher, price: price, threads: threads, jobs: jobs, engine)
    let sorted = latencies.sorted()
    func percentile(_ part: Double) -> String {
      decimal(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1000, 2)
    }
    print(
      "  \(price > 0 ? "with a ledger on disk" : "free, without a ledger"), \(threads) at a time: "
        + name
        + "\(decimal(Double(sorted.count) / seconds, 0)) jobs/s, median \(percentile(0.5)) ms, "
        + "p99 \(percentile(0.99)) ms")
  }

  /// Seconds for all jobs, and for each beyond the engine's own.
  private func measure(
    _ dispatcher: Dispatcher, price micros: Int64, threads: Int, jobs: Int,
    _ engine: @escaping @Sendable (AttemptCall) throws(ReframeError) -> AttemptAnswer = { _ in
      .finished(charge: nil)
    }
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
        let timed = TimedEngine(engine)
        let candidate = Candidate(model: "mock", provider: "mock", quote: quote, runner: timed)
        while next.add(1, ordering: .relaxed).oldValue < jobs {
          let began = ContinuousClock.now
          do throws(DispatchFailure) {
            _ = try dispatcher.run(Order(job: "job_\(own.count)", candidates: [candidate]))
          } catch {
            failures.withLock { $0.append(error.error.message) }
          }
          own.append(Measured.seconds(since: began) - timed.took)
        }
        latencies.withLock { $0 += own }
        group.leave()
      }.start()
    }
    group.wait()
    if let failure = failures.withLock({ $0.first }) { throw BenchmarkError(failure) }
    return (Measured.seconds(since: start), latencies.withLock { $0 })
  }
}
