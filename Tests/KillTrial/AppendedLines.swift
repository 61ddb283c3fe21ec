import Foundation

/// A file of lines that are there as soon as they were written, whatever becomes of the writer: one `write` a line.
final class AppendedLines: Sendable {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// Writes one line; a process that cannot is of no use to the trial.
  func add(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else { exit(3) }
  }

  /// Every line so far, in words.
  static func read(_ path: String) -> [[Substring]] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { $0.split(separator: " ") }
  }
}
