internal import Hosting

/// `reframe config`: what can be set and how; its verbs look at what is.
enum ConfigCommand {
  static let table = CommandTable(
    name: "reframe config",
    synopsis: "reframe config check [FILE] [options]\n  reframe config show [options]",
    abstract: "Checks the settings, or shows them and where each comes from.",
    examples: [
      ("is my file right?", "reframe config check reframe.yaml"),
      ("what is in force here, and who says so?", "reframe config show"),
    ],
    groups: [
      OptionGroup(
        title: "Options", options: [CommandOption(name: "help", letter: "h", help: "show this help")])
    ],
    footer: """
      Settings come from options, else the variables below, else the file, else the defaults. The file is the one
      of --config, else of REFRAME_CONFIG, else reframe.yaml here, else reframe/reframe.yaml in XDG_CONFIG_HOME
      (~/.config if that is not set). In a variable a list has commas; one of folders has colons.

      Keys
      \(keys)

      Keys of what has a name of yours; NAME is the name, in the variables in capitals with _ for other signs
      \(entryKeys)
      """)

  /// Every key of the file with its variable, values and default.
  private static var keys: String {
    ConfigurationKey.all.map { text($0.name, $0.help, $0.values, $0.standard, $0.environment) }
      .joined(separator: "\n")
  }

  /// The same for named entries.
  private static var entryKeys: String {
    ConfigurationKey.sections.flatMap(\.keys)
      .map { text($0.name, $0.help, $0.values, $0.standard, $0.environment) }.joined(separator: "\n")
  }

  private static func text(
    _ name: String, _ help: String, _ values: String, _ standard: String, _ environment: String
  ) -> String {
    // A name that is wider than its column has a line of its own.
    let head = name.count < 23 ? "  \(pad(name, 24))\(help)" : "  \(name)\n  \(pad("", 24))\(help)"
    return [
      head, "  \(pad("", 24))\(values) (default: \(standard))", "  \(pad("", 24))\(environment)",
    ].joined(separator: "\n")
  }

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "check": return try ConfigCheckCommand.run(rest, environment: environment, terminal: terminal)
    case "show": return try ConfigShowCommand.run(rest, environment: environment, terminal: terminal)
    default: break
    }
    let parsed = try ParsedArguments(arguments, table: table)
    guard parsed.has("help") || parsed.operands.isEmpty else {
      let word = parsed.operands[0]
      let hint = Spelling.nearest(to: word, in: ["check", "show"]).map { "did you mean '\($0)'?" }
      throw UsageError(
        message: "'reframe config' does not know '\(word)'; \(hint ?? "see 'reframe config --help'")")
    }
    terminal.output(Help.text(table))
    return parsed.has("help") ? .success : .usage
  }

  /// Fills up with spaces.
  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
