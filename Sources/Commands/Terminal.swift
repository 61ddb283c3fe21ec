internal import Glibc
internal import Synchronization

/// Where a command reads its surroundings and writes to; tests give their own.
package struct Terminal: Sendable {
  /// Takes text for standard output.
  package var output: @Sendable (String) -> Void
  /// Takes text for standard error.
  package var error: @Sendable (String) -> Void
  /// Whether standard error is watched by a person.
  package var isInteractive: Bool
  /// Whether standard output is watched by a person.
  package var isOutputInteractive: Bool
  /// Columns of the window.
  package var columns: Int
  /// Whether colours are welcome: a person watches and `NO_COLOR` is not set (https://no-color.org).
  package var usesColor: Bool

  /// Why some of the output could not be written, if so.
  package var outputFault: @Sendable () -> Int32? = { nil }

  /// Makes a terminal from its parts.
  package init(
    output: @escaping @Sendable (String) -> Void, error: @escaping @Sendable (String) -> Void,
    isInteractive: Bool = false, isOutputInteractive: Bool = false, columns: Int = 80, usesColor: Bool = false
  ) {
    self.output = output
    self.error = error
    self.isInteractive = isInteractive
    self.isOutputInteractive = isOutputInteractive
    self.columns = columns
    self.usesColor = usesColor
  }

  /// The process's own.
  package static func standard(environment: [String: String]) -> Terminal {
    var window = winsize()
    let isInteractive = isatty(STDERR_FILENO) == 1
    let hasSize = isInteractive && ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0 && window.ws_col > 0
    let fault = Fault()
    var terminal = Terminal(
      output: { fault.note(write($0, to: STDOUT_FILENO)) }, error: { _ = write($0, to: STDERR_FILENO) },
      isInteractive: isInteractive && environment["TERM"] != "dumb",
      isOutputInteractive: isatty(STDOUT_FILENO) == 1, columns: hasSize ? Int(window.ws_col) : 80,
      usesColor: isInteractive && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb")
    terminal.outputFault = { fault.code }
    return terminal
  }

  /// The first error of writing.
  private final class Fault: Sendable {
    private let first = Mutex<Int32?>(nil)

    var code: Int32? { first.withLock { $0 } }

    func note(_ code: Int32?) { first.withLock { $0 = $0 ?? code } }
  }

  /// Colours text if that is welcome.
  func styled(_ text: String, _ style: Style) -> String {
    usesColor ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }

  enum Style: Int {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
  }

  /// Whole lines are written in one call, so that those of several threads do not mix. Answers what went wrong.
  private static func write(_ text: String, to file: Int32) -> Int32? {
    var copy = text
    return copy.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        guard count > 0 || errno == EINTR else { return errno }
        done += max(0, count)
      }
      return nil
    }
  }
}
