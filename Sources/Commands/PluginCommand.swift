internal import Hosting

/// `reframe plugin`: what plugins there are; its verbs make, check, show and install them.
enum PluginCommand {
  private typealias Run =
    @Sendable (
      _ arguments: [String], _ environment: [String: String], _ terminal: Terminal
    ) throws(UsageError) -> ExitCode

  /// The verbs with their command lines, in the order in which the help names them.
  private static let verbs: [(name: String, table: CommandTable, run: Run)] = [
    ("new", PluginNewCommand.table, PluginNewCommand.run),
    ("check", PluginCheckCommand.table, PluginCheckCommand.run),
    ("list", PluginListCommand.table, PluginListCommand.run),
    ("inspect", PluginInspectCommand.table, PluginInspectCommand.run),
    ("install", PluginInstallCommand.table, PluginInstallCommand.run),
    ("remove", PluginRemoveCommand.table, PluginRemoveCommand.run),
    ("enable", PluginEnableCommand.table, PluginEnableCommand.run),
    ("disable", PluginDisableCommand.table, PluginDisableCommand.run),
  ]

  /// The words that may follow.
  static let words = verbs.map(\.name)
  /// Their command lines, after the one of `plugin` itself.
  static let tables = [table] + verbs.map(\.table)

  static let table = CommandTable(
    name: "reframe plugin",
    synopsis: verbs.map { $0.table.synopsis }.joined(separator: "\n  "),
    abstract: "Makes, checks, shows and installs plugins.",
    examples: verbs.flatMap { $0.table.examples.prefix(1) },
    groups: [
      OptionGroup(
        title: "Options", options: [CommandOption(name: "help", letter: "h", help: "show this help")])
    ],
    footer: verbs.map { "  \(ConfigCommand.pad($0.name, 10))\($0.table.abstract)" }.joined(separator: "\n"))

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    if let verb = verbs.first(where: { $0.name == arguments.first }) {
      return try verb.run(Array(arguments.dropFirst()), environment, terminal)
    }
    let parsed = try ParsedArguments(arguments, table: table)
    guard parsed.has("help") || parsed.operands.isEmpty else {
      let word = parsed.operands[0]
      let hint = Spelling.nearest(to: word, in: words).map { "did you mean '\($0)'?" }
      throw UsageError(
        message: "'reframe plugin' does not know '\(word)'; \(hint ?? "see 'reframe plugin --help'")")
    }
    terminal.output(Help.text(table))
    return parsed.has("help") ? .success : .usage
  }
}
