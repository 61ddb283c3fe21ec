import Foundation
import Testing

/// Lines of shell, run as somebody would type them.
enum Shell {
  /// Runs a line and answers its standard output. Fails, with what it wrote, unless it succeeds.
  @discardableResult
  static func run(_ line: String, in folder: URL, environment: [String: String] = [:]) throws -> String {
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
    let complaint = try String(contentsOf: errors, encoding: .utf8)
    try #require(
      process.terminationStatus == 0,
      "\(line) ends with \(process.terminationStatus): \(text.suffix(2000))\(complaint.suffix(2000))")
    return text
  }
}
