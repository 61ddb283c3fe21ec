package import Foundation

/// Lines of shell, run as somebody would type them.
package enum Shell {
  /// A line that did not succeed.
  package struct Failure: Error, CustomStringConvertible {
    /// The line, how it ended, and what it wrote.
    package let description: String
  }

  /// Runs a line and answers its standard output. Throws, with what it wrote, unless it succeeds.
  @discardableResult
  package static func run(_ line: String, in folder: URL, environment: [String: String] = [:]) throws
    -> String
  {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // A file, as whoever waits at a full pipe never ends.
    let errors = FileManager.default.temporaryDirectory.appending(path: "reframe-tests-\(UUID().uuidString)")
    try Data().write(to: errors)
    defer { try? FileManager.default.removeItem(at: errors) }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, process.terminationReason == .exit else {
      let complaint = try String(contentsOf: errors, encoding: .utf8)
      let how = process.terminationReason == .exit ? "status" : "signal"
      throw Failure(
        description: "'\(line)' ends with \(how) \(process.terminationStatus): \(text.suffix(2000))"
          + complaint.suffix(2000))
    }
    return text
  }
}
