import Foundation
import Testing
import TestSupport

/// A list of declarations that is kept in `SDK/API`, so that nobody changes what plugins were built against unawares.
struct StoredDigest {
  let name: String
  let lines: [String]

  private var url: URL { TestBundles.repository.appending(path: "SDK/API/\(name)") }

  /// Compares the lines with those that are stored; `REFRAME_WRITE_API`, as `make api` sets it, stores them instead.
  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard ProcessInfo.processInfo.environment["REFRAME_WRITE_API"] == nil else {
      return try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
    }
    let stored = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    if let complaint = Self.complaint(name, stored: stored, now: lines) {
      Issue.record("\(complaint)", sourceLocation: sourceLocation)
    }
  }

  /// What has changed, and what to do about it; `nil` if nothing has.
  static func complaint(_ name: String, stored: [String], now: [String]) -> String? {
    let difference = now.difference(from: stored)
    guard !difference.isEmpty else { return nil }
    let gone = difference.removals.map { change in
      if case .remove(_, let line, _) = change { "- \(line)" } else { "" }
    }
    let new = difference.insertions.map { change in
      if case .insert(_, let line, _) = change { "+ \(line)" } else { "" }
    }
    return """
      what plugins are built against is no longer that of SDK/API/\(name):
      \((gone + new).joined(separator: "\n"))
      What is gone or changed breaks plugins, which only a new major version may do (SDK/README.md, Versions); what \
      is new in C raises RF_CONTRACT_MINOR. If the change is meant, run 'make api' and commit the file with it.
      """
  }
}
