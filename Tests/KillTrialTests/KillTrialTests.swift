import Accounting
import Foundation
import Jobs
import TestSupport
import Testing

@Suite("A process that dies in the middle")
struct KillTrialTests {
  /// `REFRAME_SLOW_TESTS=1` does 10,000 jobs instead of 400; `REFRAME_SEED=n` begins with another seed.
  private static let isSlow = ProcessInfo.processInfo.environment["REFRAME_SLOW_TESTS"] == "1"
  private static let firstSeed = ProcessInfo.processInfo.environment["REFRAME_SEED"].flatMap(UInt64.init) ?? 1
  private static let jobs = isSlow ? 10_000 : 400

  @Test("No money is lost, left held, or spent twice for a job")
  func trial() throws {
    let folder = try TestFolder()
    let kills = try runToTheEnd(folder)
    let faults = lines(folder["faults"]).count
    #expect(kills + faults >= (Self.isSlow ? 1_000 : 40), "\(kills) kills and \(faults) faults are no trial")
    #expect(kills >= (Self.isSlow ? 100 : 4))

    let ledger = try Ledger(path: folder["ledger.db"])
    #expect(try ledger.unfinished() == [])
    #expect(try ledger.reader.audit() == [])
    let paid = try paidAttempts(folder)
    for (job, attempts) in paid where attempts.count > 1 {
      Issue.record("\(job) was paid for \(attempts.count) times, seed \(Self.firstSeed): \(attempts)")
    }
    for attempt in paid.values.joined() {
      let state = try ledger.reader.attempt(attempt)?.state
      #expect(state == .captured, "\(attempt) was paid for, but the ledger says \(String(describing: state))")
    }
    print("kill trial: \(Self.jobs) jobs, \(kills) kills, \(faults) faults, seed \(Self.firstSeed)")
  }

  /// Starts the process until it ends by itself, and answers how often it was killed.
  private func runToTheEnd(_ folder: TestFolder) throws -> Int {
    let program = TestBundles.products.appending(path: "kill-trial")
    for launch in 0..<5_000 {
      let process = Process()
      process.executableURL = program
      let seed = Self.firstSeed &* 1_000_003 &+ UInt64(launch)
      process.arguments = [folder.path, "\(Self.jobs)", "\(seed)", "250"]
      try process.run()
      process.waitUntilExit()
      if process.terminationReason == .exit {
        #expect(process.terminationStatus == 0)
        return launch
      }
      try #require(process.terminationStatus == SIGKILL, "it crashed by itself, seed \(seed)")
    }
    Issue.record("it never ends")
    return 0
  }

  /// What the vendor was paid for and did not give back, by job.
  private func paidAttempts(_ folder: TestFolder) throws -> [String: Set<String>] {
    var paid: [String: Set<String>] = [:]
    for words in lines(folder["till"]) {
      try #require(words.count == 3)
      if words[0] == "paid" {
        #expect(paid[words[1], default: []].insert(words[2]).inserted, "\(words[2]) was sent twice")
      }
    }
    for words in lines(folder["till"]) where words[0] == "refunded" { paid[words[1]]?.remove(words[2]) }
    return paid
  }

  private func lines(_ path: String) -> [[String]] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }
}
