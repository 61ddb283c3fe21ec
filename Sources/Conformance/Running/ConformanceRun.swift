internal import Glibc
internal import Loading
internal import ReframeSDK

/// Runs the tests on a plugin, each in a process of its own, and collects what they say. This process must have no other
/// thread.
package struct ConformanceRun {
  /// How many run at a time.
  package var width = 2
  /// How many seconds a test may take; `nil` for its own limit.
  package var seconds: Double?

  package init() {}

  /// Runs the tests that are for the plugin's kinds. Those that need what was found not to hold are not run.
  package func results(_ tests: [ConformanceTest], on checked: CheckedBundle) -> [ConformanceResult] {
    var results: [String: ConformanceResult] = [:]
    var broken: String?
    for need in ConformanceTest.Need.order {
      let asked = tests.filter { $0.need == need }
      if let broken {
        for test in asked {
          results[test.name] = ConformanceResult(test, .notRun, seen: "'\(broken)' failed")
        }
        continue
      }
      // What later tests need is found out even if nobody asked for it.
      let isLast = !tests.contains { $0.need.rank > need.rank }
      let needed = isLast ? [] : ConformanceTest.all.filter { $0.need == need && $0.grants != nil }
      for result in run(asked + needed.filter { test in !asked.contains { $0.name == test.name } }, checked) {
        results[result.test.name] = result
        if result.outcome == .failed && result.test.grants != nil { broken = result.test.name }
      }
    }
    let order = ConformanceTest.all.filter { test in
      tests.contains { $0.name == test.name } || results[test.name]?.outcome == .failed
    }
    return order.compactMap { results[$0.name] }
  }

  /// Runs tests side by side.
  private func run(_ tests: [ConformanceTest], _ checked: CheckedBundle) -> [ConformanceResult] {
    var results: [ConformanceResult] = []
    var waiting = tests[...]
    var running: [TestProcess] = []
    while !waiting.isEmpty || !running.isEmpty {
      while running.count < max(1, width), let test = waiting.popFirst() {
        if let reason = test.reasonToSkip(checked) {
          results.append(ConformanceResult(test, .skipped, seen: reason))
        } else {
          running.append(TestProcess(test, on: checked, seconds: limit(of: test)))
        }
      }
      wait(for: running)
      running.removeAll { process in
        guard let ending = process.ending() else { return false }
        results.append(
          ConformanceResult(
            process.test, ending, limit: limit(of: process.test), seconds: TestProcess.now - process.start))
        return true
      }
    }
    return results
  }

  private func limit(of test: ConformanceTest) -> Double { seconds ?? Double(test.seconds) }

  /// Waits until a process says something or ends, and no longer than it takes to look at the clock again.
  private func wait(for running: [TestProcess]) {
    let files = running.flatMap { $0.files }.filter { $0 >= 0 }
    var polled = files.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&polled, nfds_t(polled.count), polled.isEmpty ? 1 : 20)
  }
}

extension ConformanceTest {
  /// For which plugins it is, if this is none of them.
  fileprivate func reasonToSkip(_ checked: CheckedBundle) -> String? {
    if isForEntries && checked.bundle.manifest.foreign != nil { return "for a library with an entry" }
    guard kinds.isDisjoint(with: checked.bundle.manifest.kinds) else { return nil }
    return "for "
      + PluginKind.allCases.filter(kinds.contains).map { "a \($0.rawValue)" }.joined(separator: " or ")
  }
}

extension ConformanceTest.Need {
  /// What needs more comes later.
  static let order: [Self] = [.file, .library, .instances, .calls, .answers]
  var rank: Int { Self.order.firstIndex(of: self) ?? 0 }
}
