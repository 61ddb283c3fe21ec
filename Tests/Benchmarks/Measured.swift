import Foundation

/// What a finished process cost.
struct Measured {
  /// Seconds from start to end.
  let wall: Double
  /// Peak memory in MiB.
  let peak: Double

  /// Runs a command to its end; its output is thrown away.
  static func run(_ arguments: [String]) throws -> Measured {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var pid = pid_t()
    var words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    let start = ContinuousClock.now
    guard posix_spawnp(&pid, arguments[0], &actions, nil, &words, environ) == 0 else {
      throw BenchmarkError("\(arguments[0]) cannot be started")
    }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(pid, &status, 0, &usage) == pid, status == 0 else {
      throw BenchmarkError("\(arguments.joined(separator: " ")) failed with status \(status)")
    }
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Measured(
      wall: Double(seconds) + Double(attoseconds) / 1e18, peak: Double(usage.ru_maxrss) / 1024)
  }

  /// Runs the commands in turn, once unmeasured and then `count` times, and answers each one's medians and the
  /// median of the ratios to the last, run by run, so that a machine that changes its speed changes no ratio.
  static func compare(_ commands: [[String]], count: Int) throws -> [(median: Measured, ratio: Double)] {
    var runs = [[Measured]](repeating: [], count: commands.count)
    for round in 0...count {
      for (index, command) in commands.enumerated() {
        let measured = try run(command)
        if round > 0 { runs[index].append(measured) }
      }
    }
    let peer = runs[commands.count - 1]
    return runs.map { own in
      let ratios = zip(own, peer).map { $0.wall / $1.wall }
      return (Measured(wall: median(own.map(\.wall)), peak: median(own.map(\.peak))), median(ratios))
    }
  }

  static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

/// Why a benchmark says nothing.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A number with so many digits after the point.
func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
