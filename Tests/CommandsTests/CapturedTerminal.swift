@testable import Commands
import Synchronization

/// Keeps what a command writes.
final class CapturedTerminal: Sendable {
  private let texts = Mutex((output: "", error: ""))

  /// Standard output so far.
  var output: String { texts.withLock { $0.output } }
  /// Standard error so far.
  var error: String { texts.withLock { $0.error } }

  /// The terminal to give to the command.
  func terminal(isInteractive: Bool = false, isOutputInteractive: Bool = false, usesColor: Bool = false)
    -> Terminal
  {
    Terminal(
      output: { text in self.texts.withLock { $0.output += text } },
      error: { text in self.texts.withLock { $0.error += text } },
      isInteractive: isInteractive, isOutputInteractive: isOutputInteractive, columns: 80,
      usesColor: usesColor)
  }
}
