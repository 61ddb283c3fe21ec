@testable import Commands
import Synchronization

/// Keeps what a command writes.
final class CapturedTerminal: Sendable {
  private let texts = Mutex((output: "", error: "", screen: ""))

  /// Standard output so far.
  var output: String { texts.withLock { $0.output } }
  /// Standard error so far.
  var error: String { texts.withLock { $0.error } }
  /// Both, in the order in which they were written.
  var screen: String { texts.withLock { $0.screen } }

  /// The terminal to give to the command.
  func terminal(isInteractive: Bool = false, isOutputInteractive: Bool = false, usesColor: Bool = false)
    -> Terminal
  {
    Terminal(
      output: { text in self.note(\.output, text) },
      error: { text in self.note(\.error, text) },
      isInteractive: isInteractive, isOutputInteractive: isOutputInteractive, columns: 80,
      usesColor: usesColor)
  }

  private func note(
    _ stream: WritableKeyPath<(output: String, error: String, screen: String), String>, _ text: String
  ) {
    texts.withLock { texts in
      texts[keyPath: stream] += text
      texts.screen += text
    }
  }
}
