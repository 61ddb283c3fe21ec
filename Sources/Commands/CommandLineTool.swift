internal import Glibc
internal import Hosting

/// The command `reframe`: picks the verb and runs it.
package enum CommandLineTool {
  static let verbs: [Verb] = [
    Verb(name: "models", next: ["show"], tables: [ModelsCommand.table]),
    Verb(name: "quote", tables: [QuoteCommand.table]),
    Verb(
      name: "spend", next: ["reconcile", "check"],
      tables: [SpendCommand.table, SpendReconcileCommand.table, SpendCheckCommand.table]),
    Verb(name: "resume", tables: [ResumeCommand.table]),
    Verb(name: "plugin", next: PluginCommand.words, tables: PluginCommand.tables),
    Verb(
      name: "config", next: ["check", "show"],
      tables: [ConfigCommand.table, ConfigCheckCommand.table, ConfigShowCommand.table]),
    Verb(name: "completions", next: Completions.shells),
    Verb(
      name: "help", next: ["models", "quote", "spend", "resume", "plugin", "config"]),
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
      case "resume":
        return try ResumeCommand.run(
          Array(arguments.dropFirst()), environment: environment, terminal: terminal)
      case "spend":
        return try SpendCommand.run(
          Array(arguments.dropFirst()), environment: environment, terminal: terminal)
      case "plugin":
        return try PluginCommand.run(
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
    let table = verbs.first { $0.name == verb }?.tables.first
    terminal.output(Help.text(table ?? ReframeCommand.table))
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
