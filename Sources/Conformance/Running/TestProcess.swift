internal import CProcessState
internal import Glibc
internal import ReframeSDK

/// One test in a process of its own, forked from this one.
///
/// A child of a process with several threads must not do more than start a program, so the process that checks has a
/// single one.
final class TestProcess {
  /// How a test's process ended, and what came out of it.
  struct Ending {
    enum Cause: Equatable {
      case exit(Int32)
      case signal(Int32)
      case timeout
      case notStarted(String)
    }

    let cause: Cause
    /// What the test said, as JSON; empty if it said nothing.
    let verdict: [UInt8]
    let output: [UInt8]
    let error: [UInt8]
  }

  /// What a test's process says before it ends.
  struct Verdict: Codable {
    /// What should not have been seen; `nil` if the plugin passed.
    var seen: String?
  }

  let test: ConformanceTest
  let start = now
  private let deadline: Double
  private var process = pid_t(-1)
  /// The ends of the pipes that are read: verdict, standard output, standard error; -1 when they have ended.
  private(set) var files: [Int32] = []
  private var texts: [[UInt8]] = [[], [], []]
  private var failure: String?

  /// Starts a test.
  init(_ test: ConformanceTest, on checked: CheckedBundle, seconds: Double) {
    self.test = test
    deadline = Self.now + seconds
    var writers: [Int32] = []
    defer { writers.forEach { close($0) } }
    for _ in 0..<3 {
      var ends: [Int32] = [-1, -1]
      guard ps_pipe(&ends) == 0 else {
        failure = String(cString: strerror(errno))
        return
      }
      files.append(ends[0])
      writers.append(ends[1])
    }
    process = ps_fork()
    if process == 0 { Self.run(test, checked, writers) }
    if process < 0 { failure = String(cString: strerror(errno)) }
  }

  /// Reads what has come, and answers how the process ended if it has. One that takes too long is killed.
  func ending() -> Ending? {
    if let failure { return end(.notStarted(failure)) }
    read()
    var status: Int32 = 0
    if waitpid(process, &status, WNOHANG) == process {
      read()
      let signal = status & 0x7f
      return end(signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal))
    }
    guard Self.now >= deadline else { return nil }
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
    read()
    return end(.timeout)
  }

  private func end(_ cause: Ending.Cause) -> Ending {
    Ending(cause: cause, verdict: texts[0], output: texts[1], error: texts[2])
  }

  /// Reads what is there on all pipes.
  private func read() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    for index in files.indices {
      while files[index] >= 0 {
        var polled = pollfd(fd: files[index], events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, 0) > 0 else { break }
        let count = Glibc.read(files[index], &buffer, buffer.count)
        if count > 0 {
          // The last words matter, and no more than some of them.
          texts[index] = (texts[index] + buffer[..<count]).suffix(1 << 18)
        } else {
          close(files[index])
          files[index] = -1
        }
      }
    }
  }

  /// The child's side: runs the test, says what was seen, and ends.
  private static func run(_ test: ConformanceTest, _ checked: CheckedBundle, _ writers: [Int32]) -> Never {
    let nothing = open("/dev/null", O_RDONLY)
    dup2(nothing, STDIN_FILENO)
    dup2(writers[1], STDOUT_FILENO)
    dup2(writers[2], STDERR_FILENO)
    limit()
    // No keys, and nothing else of the user's; and nobody waits for backtraces.
    let names: [String] = ["LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ", "HOME", "TMPDIR"]
    let kept = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
    clearenv()
    for (name, value) in kept + [("PATH", "/usr/bin:/bin"), ("SWIFT_BACKTRACE", "enable=no")] {
      setenv(name, value, 1)
    }
    var verdict = Verdict()
    do throws(ConformanceFault) {
      try test.run(checked)
    } catch {
      verdict.seen = error.seen
    }
    let text = Array(((try? JSON.encode(verdict)) ?? "").utf8)
    _ = text.withUnsafeBytes { write(writers[0], $0.baseAddress, $0.count) }
    if test.endsNormally { exit(0) }
    fflush(nil)
    _exit(0)
  }

  /// No core files, and no plugin that takes all of the machine's memory along.
  private static func limit() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    var memory = rlimit(rlim_cur: 16 << 30, rlim_max: 16 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
  }

  /// Seconds of a clock that runs evenly.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  deinit { for file in files where file >= 0 { close(file) } }
}
