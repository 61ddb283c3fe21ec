internal import Glibc
internal import Loading
internal import ReframeSDK

/// What a check found, for people and for programs.
package struct ConformanceReport: Encodable, Sendable {
  /// A test and what came of it.
  package struct Line: Encodable, Sendable {
    let name: String
    let outcome: ConformanceResult.Outcome
    let seconds: Double
    let seen: String?
    let rule: String
    let why: String
    let mend: String
  }

  /// The library that was checked; one with other values has not been.
  package struct Library: Encodable, Sendable, Equatable {
    let name: String
    let byteCount: Int
    /// Nanoseconds since 1970.
    let modified: Int
    let inode: UInt64

    /// Looks at the file of a bundle.
    package init(_ checked: CheckedBundle) {
      var status = stat()
      let isThere = stat(checked.bundle.libraryPath, &status) == 0
      name = checked.bundle.manifest.library
      byteCount = isThere ? Int(status.st_size) : 0
      modified = isThere ? status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec : 0
      inode = isThere ? UInt64(status.st_ino) : 0
    }
  }

  let schema = "reframe.plugin-check/1"
  let id: String
  let version: String
  let kinds: [PluginKind]
  let path: String
  let library: Library
  /// Whether the library was replaced while it was checked.
  let isReplaced: Bool
  let tests: [Line]
  let seconds: Double

  /// Tells of results; `library` is the file as it was before the first test, `now` as it is after the last.
  package init(
    _ results: [ConformanceResult], on checked: CheckedBundle, library: Library, now: Library, seconds: Double
  ) {
    let manifest = checked.bundle.manifest
    (id, version, kinds, path) = (manifest.id, manifest.version, manifest.kinds, checked.bundle.path)
    self.library = library
    isReplaced = library != now
    self.seconds = seconds
    tests = results.map {
      Line(
        name: $0.test.name, outcome: $0.outcome, seconds: $0.seconds, seen: $0.seen, rule: $0.test.rule,
        why: $0.test.why, mend: $0.test.mend)
    }
  }

  /// Whether the plugin does all that was looked for.
  package var hasPassed: Bool {
    !isReplaced && tests.allSatisfy { $0.outcome == .passed || $0.outcome == .skipped }
  }

  /// For people: a line a test, and below it what was seen where one failed.
  package var text: String {
    let width = (tests.map(\.name.count).max() ?? 0) + 2
    var lines = [
      "\(id) \(version) (\(kinds.map(\.rawValue).joined(separator: ", "))) in \(path)",
      "\(library.name): \(library.byteCount) bytes, changed \(Self.date(library.modified / 1_000_000_000))",
      "",
    ]
    for test in tests {
      let word = test.outcome == .passed ? "ok" : test.outcome == .failed ? "FAIL" : test.outcome.rawValue
      let isRun = test.outcome == .passed || test.outcome == .failed
      let name = isRun || test.seen != nil ? Self.pad(test.name, width) : test.name
      lines.append(Self.pad(word, 9) + name + (isRun ? Self.time(test.seconds) : test.seen ?? ""))
      guard test.outcome == .failed else { continue }
      lines += [
        ("seen", test.seen ?? ""), ("rule", test.rule), ("why", test.why), ("mend", test.mend),
      ].map { "           \(Self.pad($0.0 + ":", 6))\($0.1)" }
    }
    if isReplaced {
      lines += ["", "The library was replaced while it was checked: check it again."]
    }
    let counts = [ConformanceResult.Outcome.passed, .failed, .skipped, .notRun].compactMap { outcome in
      let count = tests.count { $0.outcome == outcome }
      return count > 0 ? "\(count) \(outcome.rawValue)" : nil
    }
    lines += ["", "\(counts.joined(separator: ", ")) in \(Self.time(seconds))"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// Such as `0.12 s`.
  private static func time(_ seconds: Double) -> String {
    let hundredths = Int((seconds * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
  }

  /// Such as `2026-01-31 12:00:00 UTC`.
  private static func date(_ seconds: Int) -> String {
    var (time, parts) = (time_t(seconds), tm())
    gmtime_r(&time, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) UTC"
  }
}
