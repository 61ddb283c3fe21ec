import Accounting
import Dispatching
import Foundation
import Jobs
import ReframeSDK
import Synchronization

/// Does the jobs of a trial that are not done yet, and dies on the way: `kill-trial FOLDER JOBS SEED LIFESPAN`.
///
/// Whoever starts it again and again until it ends with 0 can then look for money that was lost or spent twice.
@main
struct KillTrial {
  let folder: String
  let ledger: Ledger
  let dispatcher: Dispatcher
  let fate: Fate
  let till: AppendedLines
  /// Lines such as `began job_1 att_…` and `done job_1`.
  let jobs: AppendedLines

  /// A clock on which waiting takes no time.
  private struct HastyClock: DispatchClock {
    var now: Int64 { SystemClock().now }
    func wait(until time: Int64, unless cancellation: Cancellation) {}
  }

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let count = Int(arguments[2]), let seed = UInt64(arguments[3]),
      let lifespan = UInt64(arguments[4])
    else {
      print("usage: kill-trial FOLDER JOBS SEED LIFESPAN")
      exit(2)
    }
    do {
      try KillTrial(folder: arguments[1], seed: seed, lifespan: lifespan).run(count)
    } catch {
      print("kill-trial: \(error)")
      exit(1)
    }
  }

  private init(folder: String, seed: UInt64, lifespan: UInt64) throws {
    self.folder = folder
    let budget = Budget(name: "all", limit: Money(micros: 1_000_000_000_000, unit: "USD"), window: .total)
    ledger = try Ledger(path: "\(folder)/ledger.db", budgets: [budget])
    fate = Fate(seed: seed, lifespan: lifespan, faults: try AppendedLines("\(folder)/faults"))
    till = try AppendedLines("\(folder)/till")
    jobs = try AppendedLines("\(folder)/jobs")
    dispatcher = Dispatcher(
      book: TrialBook(ledger: ledger, fate: fate), clock: HastyClock(), admission: Admission(Self.noBreakers))
  }

  /// Breakers that never open: a trial in which everything is passed over would try nothing.
  private static var noBreakers: Breaker.Settings {
    var settings = Breaker.Settings()
    (settings.failuresInARow, settings.leastInWindow) = (.max, .max)
    return settings
  }

  private func run(_ count: Int) throws {
    try recover()
    let done = try finished()
    let next = Atomic(0)
    let group = DispatchGroup()
    for _ in 0..<8 {
      group.enter()
      Thread {
        while true {
          let number = next.add(1, ordering: .relaxed).oldValue
          guard number < count else { break }
          if !done.contains("job_\(number)") { work("job_\(number)") }
        }
        group.leave()
      }.start()
    }
    group.wait()
  }

  /// Settles what earlier processes left: what was accepted is polled to its end.
  private func recover() throws {
    let recovery = try ledger.recover(at: SystemClock().now)
    for booked in recovery.waiting where try ledger.claim(booked.attempt.id) {
      let vendor = TrialVendor(fate: fate, till: till, job: booked.attempt.job)
      do throws(DispatchFailure) {
        _ = try dispatcher.resume(booked, runner: vendor)
      } catch {
        fate.note("resumed: \(error.error.kind.label)")
      }
    }
  }

  /// Jobs that were done, and those of which any attempt was paid for, or may have been: they are not run again.
  private func finished() throws -> Set<String> {
    var done: Set<String> = []
    for line in AppendedLines.read("\(folder)/jobs") {
      if line.count == 2 {
        done.insert(String(line[1]))
      } else if line.count == 3, try ledger.reader.attempt(String(line[2]))?.state == .captured {
        done.insert(String(line[1]))
      }
    }
    return done
  }

  private func work(_ job: String) {
    let vendor = TrialVendor(fate: fate, till: till, job: job)
    var order = Order(
      job: job,
      candidates: [candidate("photon", "luma", 30_000, vendor), candidate("flash", "each", 5_000, vendor)])
    order.fingerprint = job
    order.onEvent = { [jobs] event in
      if case .began(let attempt, _, _, _) = event { jobs.add("began \(job) \(attempt)") }
    }
    do throws(DispatchFailure) {
      _ = try dispatcher.run(order)
    } catch {
      fate.note("failed: \(error.error.kind.label)")
    }
    fate.mayKill()
    jobs.add("done \(job)")
  }

  private func candidate(_ model: String, _ provider: String, _ micros: Int64, _ vendor: TrialVendor)
    -> Candidate
  {
    let price = Money(micros: micros, unit: "USD")
    let quote = Quote(lines: [], expected: price, maximum: price, rule: "trial", version: "1")
    return Candidate(model: model, provider: provider, quote: quote, runner: vendor)
  }
}
