import Foundation
import Testing
import TestSupport

/// What must not depend on how many processors there are, nor on who is first.
@Suite("The executable on one processor and on all")
struct ProcessorTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.picture("a.png", 150, 90)
  }

  @Test(
    "Makes the same bytes",
    arguments: [
      ["-m", "expand", "--fill", "patch"], ["-m", "expand", "--fill", "auto"],
      ["-m", "expand", "--fill", "gradient"], ["-m", "carve"],
      ["-m", "carve", "--generation-mode", "quality"],
      ["-m", "auto"],
    ])
  func sameBytes(options: [String]) throws {
    let command =
      [sandbox.folder["a.png"], "-a", "9:16", "-o", "-", "--subject", "0.02,0.1,0.9,0.8"] + options
    let all = try ChildProcess.run(ChildProcess.reframe, command)
    let one = try ChildProcess.run(
      "/usr/bin/taskset", ["-c", try Self.firstProcessor(), ChildProcess.reframe] + command)
    #expect(all.code == 0 && one.code == 0, "\(one.error)")
    #expect(!all.bytes.isEmpty && all.bytes == one.bytes)
  }

  @Test("Ends well though it is done before its detectors are open")
  func shortJob() throws {
    let bundles = try TestBundles()
    defer { withExtendedLifetime(bundles) {} }
    try sandbox.picture("dot.png", 1, 1)
    for _ in 0..<20 {
      let outcome = try ChildProcess.run(
        ChildProcess.reframe, [sandbox.folder["dot.png"], "-a", "9:16", "-o", "-"],
        environment: ["REFRAME_PLUGIN_PATH": bundles.path])
      #expect(outcome.code == 0, "\(outcome.error)")
    }
  }

  /// The first processor that this process may use, as `taskset` wants it.
  private static func firstProcessor() throws -> String {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
    return String(try #require(line.split { !$0.isNumber }.first))
  }
}
