import Commands
import Glibc

@main
enum Reframe {
  static func main() {
    var environment: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    let code = CommandLineTool.run(
      Array(CommandLine.arguments.dropFirst()), environment: environment,
      terminal: .standard(environment: environment))
    // A short job may end while plugins are still being opened in the background for it, whose libraries must not be
    // torn down under the threads that load them: nothing but the streams is left to be closed.
    fflush(nil)
    _exit(code.rawValue)
  }
}
