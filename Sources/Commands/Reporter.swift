internal import Dispatching
internal import Hosting
internal import ReframeSDK
internal import Synchronization

/// Says what happens: results on standard output, remarks on standard error.
final class Reporter: Sendable {
  enum Style: Sendable {
    case text
    case json
  }

  private let terminal: Terminal
  private let style: Style
  private let isQuiet: Bool
  private let count: Int
  private let printsPaths: Bool
  private let explains: Bool
  private let bar: Mutex<ProgressBar>
  private let said = Mutex(Set<String>())

  init(terminal: Terminal, style: Style, isQuiet: Bool, count: Int, printsPaths: Bool, explains: Bool = false)
  {
    self.terminal = terminal
    self.style = style
    self.isQuiet = isQuiet
    self.count = count
    self.printsPaths = printsPaths
    self.explains = explains
    bar = Mutex(ProgressBar(count: count, columns: terminal.columns))
  }

  private var showsBar: Bool { terminal.isInteractive && count > 1 && !isQuiet }

  /// A step of one input.
  func progress(_ input: String, _ fraction: Double, _ stage: String) {
    guard showsBar else { return }
    bar.withLock { bar in
      bar.update(input, fraction)
      terminal.error(bar.drawn)
    }
  }

  /// A remark of a plugin; what it said of one input already it need not say of all.
  func log(_ input: String, _ level: JobContext.LogLevel, _ message: String) {
    guard level == .error || level == .warning && !isQuiet, said.withLock({ $0.insert(message).inserted })
    else {
      return
    }
    say("\(input): \(message)".printable + "\n")
  }

  /// Something that was asked for, as it is.
  func tell(_ text: String) { output(text) }

  /// A step on the way to an engine, told if somebody wants to know why.
  func event(_ input: String, _ event: DispatchEvent) {
    guard explains else { return }
    var lines = [RouteText.line(event)]
    if case .routed(let route) = event { lines += RouteText.lines(route) }
    for line in lines { say("\(input): \(line)".printable + "\n") }
  }

  /// An input is done, all its outputs, in so long.
  func done(_ input: String, _ files: [FileReceiver.File], after duration: Duration) {
    let results = files.filter { $0.rendition.role == .result }
    if !isQuiet && !showsBar {
      for file in results {
        say(Summary.line(input: input, path: file.path, file.rendition, file.engine).printable + "\n")
      }
    }
    if printsPaths && style == .text {
      for path in files.compactMap(\.path) { output(path + "\n") }
    }
    if style == .json && printsPaths {
      for file in results {
        print(
          OutputRecord(
            input: input, path: file.path ?? "-", rendition: file.rendition, engine: file.engine,
            total: duration))
      }
    }
    completed(input)
  }

  /// An input, or with `nil` the whole command, failed.
  func fail(_ input: String?, _ error: ReframeError) {
    let place = input.map { $0 == "-" ? "standard input: " : "\($0): " } ?? ""
    // What the output file complains of names the file itself.
    let text = error.message.hasPrefix("cannot write ") ? error.message : place + error.message
    say(terminal.styled("reframe:", .red) + " \(text.printable)\n")
    if style == .json, printsPaths, let input { print(FailureRecord(input: input, error: error)) }
    if let input { completed(input) }
  }

  /// Everything is over; what was interrupted or never begun has not failed.
  func finish(done: Int, failed: Int, isInterrupted: Bool = false) {
    if showsBar { terminal.error(ProgressBar.cleared) }
    guard count > 1, !isQuiet else { return }
    let left = isInterrupted ? "interrupted" : "\(failed) failed"
    let failures = failed == 0 ? "" : ", \(terminal.styled(left, .red))"
    terminal.error("\(done) of \(count) pictures done\(failures)\n")
  }

  private func print(_ record: some Encodable) {
    do throws(ReframeError) {
      output(try JSON.encode(record) + "\n")
    } catch {
      terminal.error("reframe: \(error.message)\n")
    }
  }

  /// A line on standard output, which may be the terminal that shows the bar.
  private func output(_ line: String) {
    guard showsBar, terminal.isOutputInteractive else { return terminal.output(line) }
    bar.withLock { bar in
      terminal.error(ProgressBar.cleared)
      terminal.output(line)
      terminal.error(bar.drawn)
    }
  }

  private func completed(_ input: String) {
    guard showsBar else { return }
    bar.withLock { bar in
      bar.complete(input)
      terminal.error(bar.drawn)
    }
  }

  /// A line on standard error, above the bar if there is one.
  private func say(_ line: String) {
    guard showsBar else { return terminal.error(line) }
    bar.withLock { bar in terminal.error(ProgressBar.cleared + line + bar.drawn) }
  }
}
