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
    exit(code.rawValue)
  }
}
