internal import Glibc
internal import Hosting

/// The command `reframe`: picks the verb and runs it.
package enum CommandLineTool {
  static let verbs = ["models", "quote", "plugins", "completions", "help"]
  /// The verbs that have options of their own.
  static let subcommands = [
    "models": ModelsCommand.table, "quote": QuoteCommand.table, "plugins": PluginsCommand.table,
  ]

  /// Runs a command line without its program name.
  package static func run(_ arguments: [String], environment: [String: String], terminal: Terminal)
    -> ExitCode
  {
    let code = verb(arguments, environment: environment, terminal: terminal)
    guard code == .success, let fault = terminal.outputFault() else { return code }
    // Who reads no further, as `head` does, knows.
    if fault != EPIPE {
      terminal.error("reframe: cannot write to standard output: \(SystemError.text(fault))\n")
    }
    return .failure
  }

  private static func verb(_ arguments: [String], environment: [String: String], terminal: Terminal)
    -> ExitCode
  {
    do throws(UsageError) {
      switch arguments.first {
      case "models":
        return try ModelsCommand.run(
          Array(arguments.dropFirst()), environment: environment, terminal: terminal)
      case "quote":
        return try QuoteCommand.run(
          Array(arguments.dropFirst()), environment: environment, terminal: terminal)
      case "plugins":
        return try PluginsCommand.run(
          Array(arguments.dropFirst()), environment: environment, terminal: terminal)
      case "completions":
        return try completions(Array(arguments.dropFirst()), terminal: terminal)
      case "help":
        return help(arguments.dropFirst().first, terminal: terminal)
      default:
        return try ReframeCommand.run(arguments, environment: environment, terminal: terminal)
      }
    } catch {
      terminal.error("reframe: \(error.message)\n")
      return .usage
    }
  }

  private static func help(_ verb: String?, terminal: Terminal) -> ExitCode {
    terminal.output(Help.text(verb.flatMap { subcommands[$0] } ?? ReframeCommand.table))
    return .success
  }

  private static func completions(_ arguments: [String], terminal: Terminal) throws(UsageError) -> ExitCode {
    guard arguments.count == 1,
      let script = Completions.script(
        for: arguments[0], table: ReframeCommand.table, verbs: verbs, subcommands: subcommands)
    else {
      throw UsageError(message: "say for which shell: reframe completions bash|zsh|fish")
    }
    terminal.output(script)
    return .success
  }
}
