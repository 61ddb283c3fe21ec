import Foundation

/// What finished processes cost.
struct Measured {
  /// Seconds from the first's start to the last's end.
  let wall: Double
  /// Peak memory in MiB, of all processes together.
  let peak: Double

  /// Runs commands at the same time, to the end of all. Their output is thrown away, but for the error that a
  /// command which fails says last.
  static func run(_ commands: [String]...) throws -> Measured { try run(together: commands) }

  static func run(together commands: [[String]]) throws -> Measured {
    guard let errors = tmpfile() else { throw BenchmarkError("there is no room for a temporary file") }
    defer { fclose(errors) }
    let start = ContinuousClock.now
    let processes = commands.map { ($0, spawn($0, errors: fileno(errors))) }
    var (peak, failure): (Double, String?) = (0, nil)
    for (command, pid) in processes {
      var status: Int32 = 0
      var usage = rusage()
      if let pid, wait4(pid, &status, 0, &usage) == pid, status == 0 {
        peak += Double(usage.ru_maxrss) / 1024
      } else {
        failure =
          pid == nil ? "\(command[0]) cannot be started" : "\(command[0]) ended with wait status \(status)"
      }
    }
    let wall = seconds(since: start)
    guard let failure else { return Measured(wall: wall, peak: peak) }
    throw BenchmarkError(([failure] + lastLine(errors)).joined(separator: ": "))
  }

  /// What a command prints, unmeasured.
  static func output(of command: [String]) throws -> Data {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw BenchmarkError("\(command[0]) failed") }
    return output
  }

  private static func spawn(_ command: [String], errors: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var pid = pid_t()
    var words = command.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    return posix_spawnp(&pid, command[0], &actions, nil, &words, environ) == 0 ? pid : nil
  }

  private static func lastLine(_ file: UnsafeMutablePointer<FILE>) -> [String] {
    rewind(file)
    let text = (try? FileHandle(fileDescriptor: fileno(file)).readToEnd()) ?? Data()
    return String(decoding: text, as: UTF8.self).split(separator: "\n")
      .filter { !$0.allSatisfy(\.isWhitespace) }.suffix(1).map(String.init)
  }

  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

  /// Ratios as text: their median, and the quartiles.
  static func spread(_ ratios: [Double], digits: Int) -> String {
    let quartiles = [0.25, 0.75].map { decimal(quantile(ratios, $0), digits) }
    return "\(decimal(median(ratios), digits))x (\(quartiles.joined(separator: "-")))"
  }

  /// The value below which such a share of all lies.
  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }
}

/// Why a benchmark says nothing.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A number with so many digits after the point.
func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// The text with spaces up to a width.
func padded(_ text: String, _ width: Int) -> String {
  text.count < width ? text.padding(toLength: width, withPad: " ", startingAt: 0) : text
}
