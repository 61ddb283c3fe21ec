internal import Hosting

/// `reframe config check`: everything that is wrong with the settings, a line each.
enum ConfigCheckCommand {
  static let table = CommandTable(
    name: "reframe config check",
    synopsis: "reframe config check [FILE] [options]",
    abstract:
      "Says everything that is wrong with the configuration file and the variables, or that they are right.",
    examples: [
      ("the file that would be read here", "reframe config check"),
      ("another one", "reframe config check team/reframe.yaml"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption.pluginPath, CommandOption.catalogue,
          CommandOption(name: "help", letter: "h", help: "show this help"),
        ])
    ],
    footer:
      "Faults are FILE:LINE:COLUMN: MESSAGE on standard output. Exit codes: 0 right, 2 something is wrong.")

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") {
      terminal.output(Help.text(table))
      return .success
    }
    guard parsed.operands.count <= 1 else {
      throw UsageError(message: "'reframe config check' checks one file at a time")
    }
    let file = ConfigurationFile.find(parsed.operands.first, environment: environment)
    var faults: [String] = []
    let configuration = ReframeConfiguration(
      flags: try parsed.settings(table), environment: environment, file: file, faults: &faults)
    faults += Host(HostConfiguration(configuration)).danglingReferences(in: configuration)
    guard faults.isEmpty else {
      terminal.output(faults.joined(separator: "\n") + "\n")
      return .usage
    }
    terminal.output(file.map { "\($0.path): OK\n" } ?? "OK: there is no configuration file\n")
    return .success
  }
}
