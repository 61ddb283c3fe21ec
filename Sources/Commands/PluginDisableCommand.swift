internal import Hosting
internal import ReframeSDK

/// `reframe plugin disable`: leaves a plugin where it is, and does not use it.
enum PluginDisableCommand {
  static let table = CommandTable(
    name: "reframe plugin disable",
    synopsis: "reframe plugin disable ID",
    abstract: "Leaves a plugin where it is, and does not use it until it is enabled again.",
    examples: [("do without a plugin", "reframe plugin disable faces")],
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
    return PluginVerb.attempt(terminal) { () throws(ReframeError) in
      let host = verb.host()
      try host.checkKnown(id)
      try DisabledPlugins(verb.folders).disable(id)
      terminal.output("\(id) is disabled; 'reframe plugin enable \(id)' undoes it".printable + "\n")
      if [host.configuration.provider, HostConfiguration.standardProvider].contains(id) {
        terminal.error("reframe: it does the work that no model is named for, so name one with --model\n")
      }
    }
  }
}
