internal import Hosting
internal import ReframeSDK

/// `reframe plugin enable`: uses a plugin again that was disabled.
enum PluginEnableCommand {
  static let table = CommandTable(
    name: "reframe plugin enable",
    synopsis: "reframe plugin enable ID",
    abstract: "Uses a plugin again that was disabled.",
    examples: [("use a plugin again", "reframe plugin enable faces")],
    groups: [
      OptionGroup(title: "Options", options: [.pluginPath, .config, PluginVerb.help])
    ])

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    guard
      let verb = try PluginVerb(
        arguments, table: table, operands: 1...1, environment: environment, terminal: terminal)
    else { return .success }
    let id = verb.parsed.operands[0]
    let disabled = DisabledPlugins(verb.folders)
    return PluginVerb.attempt(terminal) { () throws(ReframeError) in
      if disabled.ids.contains(id) {
        try disabled.enable(id)
      } else {
        try verb.host().checkKnown(id)
        terminal.output("\(id) was not disabled\n")
      }
      let copies = verb.host().copies(of: id)
      guard let first = copies.first else {
        return terminal.output("\(id) is enabled, and nothing of that id is installed".printable + "\n")
      }
      terminal.output(
        first.state == "used"
          ? "\(id) is used: \(first.path)".printable + "\n"
          : "\(id) is enabled, but \(first.path) is not used: \(first.state)".printable + "\n")
    }
  }
}
