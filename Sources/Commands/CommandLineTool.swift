internal import Glibc
internal import Hosting

/// The command `reframe`: picks the verb and runs it.
package enum CommandLineTool {
  static let verbs: [Verb] = [
    Verb(name: "plugins"), Verb(name: "config", next: ["check", "show"]),
    Verb(name: "completions", next: Completions.shells),
    Verb(name: "help", next: ["plugins", "config"]),
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
      case "plugins":
        return try PluginsCommand.run(
          Array(arguments.dropFirst()), environment: environment, terminal: terminal)
      case "config":
        return try ConfigCommand.run(
          Array(arguments.dropFirst()), environment: environment, terminal: terminal)
      case "completions":
        return try completions(Array(arguments.dropFirst()), terminal: terminal)
      case "help":
        return help(arguments.dropFirst().first, terminal: terminal)
      default:
        do throws(UsageError) {
          return try ReframeCommand.run(arguments, environment: environment, terminal: terminal)
        } catch {
          throw misspelt(arguments.first ?? "") ?? error
        }
      }
    } catch {
      terminal.error("reframe: \(error.message)\n")
      return .usage
    }
  }

  /// What to say of a word that is neither a file nor a verb, but nearly one.
  private static func misspelt(_ word: String) -> UsageError? {
    guard access(word, F_OK) != 0, !word.hasPrefix("-"),
      let verb = Spelling.nearest(to: word, in: verbs.map(\.name))
    else { return nil }
    return UsageError(message: "there is no file '\(word)'; did you mean 'reframe \(verb)'?")
  }

  private static func help(_ verb: String?, terminal: Terminal) -> ExitCode {
    let tables = ["plugins": PluginsCommand.table, "config": ConfigCommand.table]
    terminal.output(Help.text(verb.flatMap { tables[$0] } ?? ReframeCommand.table))
    return .success
  }

  private static func completions(_ arguments: [String], terminal: Terminal) throws(UsageError) -> ExitCode {
    guard arguments.count == 1,
      let script = Completions.script(for: arguments[0], table: ReframeCommand.table, verbs: verbs)
    else {
      throw UsageError(message: "say for which shell: reframe completions bash|zsh|fish")
    }
    terminal.output(script)
    return .success
  }
}
