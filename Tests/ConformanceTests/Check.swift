import Foundation
import TestSupport

/// What `reframe plugin check` says of a bundle, run as a program: it forks, which the tests' process must not.
struct Check {
  let code: Int32
  let output: String
  let error: String

  /// Runs it with these arguments.
  init(_ arguments: [String]) throws {
    let process = Process()
    let (output, error) = (Pipe(), Pipe())
    process.executableURL = TestBundles.products.appending(path: "reframe")
    process.arguments = ["plugin", "check"] + arguments
    process.environment = [
      "PATH": "/usr/bin:/bin", "REFRAME_CATALOGUE_PATH": TestBundles.catalogue,
    ]
    process.standardOutput = output
    process.standardError = error
    try process.run()
    self.output = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    self.error = String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationStatus
  }

  /// What `--json` said of each test.
  var tests: [[String: Any]] {
    let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    return object?["tests"] as? [[String: Any]] ?? []
  }

  /// Names of the tests that failed, and what was seen.
  var failures: [String: String] {
    var failures: [String: String] = [:]
    for test in tests where test["outcome"] as? String == "failed" {
      failures[test["name"] as? String ?? ""] = test["seen"] as? String
    }
    return failures
  }
}

extension TestBundles {
  /// The path of the one bundle that there is.
  var only: String? {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      return names.count == 1 ? folder.appending(path: names[0]).path() : nil
    }
  }
}
