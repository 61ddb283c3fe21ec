internal import Glibc
internal import ReframeSDK

/// What came of one test.
package struct ConformanceResult: Sendable {
  /// How it went.
  package enum Outcome: String, Sendable, Encodable {
    case passed
    case failed
    /// It is not for plugins of this kind.
    case skipped
    /// Something that it needs has failed.
    case notRun = "not run"
  }

  package let test: ConformanceTest
  package var outcome: Outcome
  /// What was seen, or why it was not run.
  package var seen: String?
  package var seconds: Double

  package init(_ test: ConformanceTest, _ outcome: Outcome, seen: String? = nil, seconds: Double = 0) {
    self.test = test
    self.outcome = outcome
    self.seen = seen
    self.seconds = seconds
  }

  /// Judges how a test's process ended.
  init(_ test: ConformanceTest, _ ending: TestProcess.Ending, limit: Double, seconds: Double) {
    self.init(test, .passed, seconds: seconds)
    seen = Self.fault(test, ending, limit: limit)
    if seen != nil { outcome = .failed }
  }

  private static func fault(_ test: ConformanceTest, _ ending: TestProcess.Ending, limit: Double) -> String? {
    let words = lastWords(ending.error).map { "; its last words: \($0)" } ?? ""
    guard
      let verdict = try? JSON.decode(
        TestProcess.Verdict.self, from: String(decoding: ending.verdict, as: UTF8.self), what: "verdict")
    else {
      switch ending.cause {
      case .exit(let code): return "the plugin ended the process with exit code \(code)\(words)"
      case .signal(let number): return "the process was killed by \(name(of: number))\(words)"
      case .timeout: return "no end after \(Int(limit.rounded(.up))) seconds\(words)"
      case .notStarted(let reason): return "the test's process could not be started: \(reason)"
      }
    }
    if let seen = verdict.seen { return seen }
    switch ending.cause {
    case .exit(0), .notStarted: break
    case .exit(let code): return "the process ended with exit code \(code), after everything was done\(words)"
    case .signal(let number):
      return "the process was killed by \(name(of: number)), after everything was done\(words)"
    case .timeout: return "the process did not end after everything was done\(words)"
    }
    guard test.watchesOutput, !ending.output.isEmpty else { return nil }
    return "on standard output there was \(lastWords(ending.output) ?? "something")"
  }

  /// The last line that is not empty, cut where it gets long.
  private static func lastWords(_ bytes: [UInt8]) -> String? {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.last.map { String($0.prefix(200)) }
  }

  private static func name(of signal: Int32) -> String {
    let names: [Int32: String] = [
      SIGABRT: "SIGABRT (it gave up by itself)", SIGBUS: "SIGBUS (memory that is not there)",
      SIGFPE: "SIGFPE (an impossible calculation)", SIGILL: "SIGILL (a trap)", SIGKILL: "SIGKILL",
      SIGSEGV: "SIGSEGV (memory that is not its own)", SIGTRAP: "SIGTRAP (a trap)",
    ]
    return names[signal] ?? "signal \(signal)"
  }
}
