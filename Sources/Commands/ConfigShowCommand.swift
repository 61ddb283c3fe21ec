internal import Hosting
internal import ReframeSDK

/// `reframe config show`: the settings in force, and who set each.
enum ConfigShowCommand {
  static let table = CommandTable(
    name: "reframe config show",
    synopsis: "reframe config show [options]",
    abstract:
      "Shows every setting in force and where it comes from: an option, a variable, the file or the default.",
    examples: [
      ("what is in force here", "reframe config show"),
      ("what an option changes", "reframe config show --quality 90"),
      ("for a script", "reframe config show --json"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(name: "json", help: "print JSON"),
          CommandOption.config,
          CommandOption(name: "help", letter: "h", help: "show this help"),
        ]),
      OptionGroup(title: "Options that overrule settings", options: overruling),
    ])

  /// Those of the main verb that stand for a setting, and those that take one back.
  private static var overruling: [CommandOption] {
    let names = Set(ConfigurationKey.all.compactMap(\.option).flatMap { [$0, "no-\($0)"] })
    return ReframeCommand.table.options.filter { names.contains($0.name) }
  }

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") {
      terminal.output(Help.text(table))
      return .success
    }
    guard parsed.operands.isEmpty else {
      throw UsageError(
        message: "'reframe config show' takes no '\(parsed.operands[0])'; name a file with --config")
    }
    let configuration = try ReframeConfiguration(parsed, table: table, environment: environment)
    let listing = SettingListing(configuration, environment: environment, terminal: terminal)
    do throws(ReframeError) {
      terminal.output(parsed.has("json") ? try JSON.encode(listing, pretty: true) + "\n" : try listing.text)
    } catch {
      terminal.error("reframe: \(error.message)\n")
      return .failure
    }
    return .success
  }
}
