internal import Hosting
internal import Loading
internal import ReframeSDK

/// `reframe plugin inspect`: everything that a bundle declares, without running it.
enum PluginInspectCommand {
  static let table = CommandTable(
    name: "reframe plugin inspect",
    synopsis: "reframe plugin inspect ID|PATH [options]",
    abstract: "Tells everything that a plugin declares, and whether it is used, without running it.",
    examples: [
      ("a plugin that is installed", "reframe plugin inspect faces"),
      ("a folder before it is installed", "reframe plugin inspect ./faces.reframeplugin"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          .pluginPath, .config, CommandOption(name: "json", help: "print JSON"), PluginVerb.help,
        ])
    ])

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    guard
      let verb = try PluginVerb(
        arguments, table: table, operands: 1...1, environment: environment, terminal: terminal)
    else { return .success }
    return PluginVerb.attempt(terminal) { () throws(ReframeError) in
      let inspection = try PluginInspection(verb.parsed.operands[0], verb.host())
      terminal.output(
        verb.parsed.has("json")
          ? try JSON.encode(inspection, pretty: true) + "\n" : PluginInspectionText.text(inspection))
    }
  }
}
