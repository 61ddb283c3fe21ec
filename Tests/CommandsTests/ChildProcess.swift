import Foundation
import TestSupport

/// The real executable, and other programs.
enum ChildProcess {
  /// What a program answered and wrote.
  struct Outcome {
    let code: Int32
    let bytes: [UInt8]
    let error: String

    /// Standard output as text.
    var output: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// The executable beside the tests.
  static var reframe: String { TestBundles.products.appending(path: "reframe").path() }

  /// Runs a program to its end. `input` is what it reads.
  static func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [], folder: String? = nil,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = try start(program, arguments, folder: folder, environment: environment)
    // Small enough for a pipe's buffer, so nobody waits for anybody.
    precondition(input.count < 60_000, "the input is too long for a pipe")
    try process.input.fileHandleForWriting.write(contentsOf: Data(input))
    try process.input.fileHandleForWriting.close()
    return try process.end()
  }

  /// A program that runs.
  struct Running {
    let process: Process
    let input: Pipe
    let output: Pipe
    let error: Pipe

    /// Waits for the first bytes on standard output.
    func firstOutput() -> String {
      String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    }

    /// Reads the rest and waits for the end.
    func end() throws -> Outcome {
      let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
      let text = try error.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return Outcome(
        code: process.terminationStatus, bytes: [UInt8](bytes), error: String(decoding: text, as: UTF8.self))
    }
  }

  /// Starts a program with the shared plugins.
  static func start(
    _ program: String, _ arguments: [String], folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Running {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ["REFRAME_PLUGIN_PATH": try TestBundles.shared().path, "PATH": "/usr/bin:/bin"]
      .merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    let running = Running(process: process, input: Pipe(), output: Pipe(), error: Pipe())
    process.standardInput = running.input
    process.standardOutput = running.output
    process.standardError = running.error
    try process.run()
    return running
  }
}
