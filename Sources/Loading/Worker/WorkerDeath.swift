internal import Glibc
internal import ReframeSDK

/// How a worker ended.
struct WorkerDeath: Sendable, Equatable {
  enum Cause: Sendable, Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  let cause: Cause
  let process: Int32
  /// The last lines that it wrote.
  let lastWords: [String]

  init(status: Int32, process: Int32, lastWords: [String]) {
    let signal = status & 0x7f
    cause = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
    self.process = process
    self.lastWords = lastWords
  }

  /// Such as `was killed by SIGSEGV (segmentation fault)`.
  var text: String {
    switch cause {
    case .exit(let code): "ended its process with exit code \(code)"
    case .signal(let number):
      "was killed by \(Self.names[number] ?? "signal \(number)")"
    }
  }

  private static let names: [Int32: String] = [
    SIGABRT: "SIGABRT (it gave up by itself)", SIGBUS: "SIGBUS (memory that is not there)",
    SIGFPE: "SIGFPE (an impossible calculation)", SIGILL: "SIGILL (a trap)", SIGKILL: "SIGKILL",
    SIGSEGV: "SIGSEGV (memory that is not its own)", SIGSYS: "SIGSYS (a forbidden system call)",
    SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP (a trap)",
  ]

  /// What the call reports that it took along.
  func error(_ plugin: String, during what: String, accepted: ReframeError.Acceptance) -> ReframeError {
    let words = lastWords.last.map { "; its last words: \($0)" } ?? ""
    return ReframeError(
      .unavailable, "the plugin '\(plugin)' \(text) during \(what) (worker \(process))\(words)",
      isRetryable: true, accepted: accepted)
  }
}
