internal import Hosting

extension ReframeConfiguration {
  /// Reads the settings for a command line. Throws everything that is wrong with any of them.
  init(_ parsed: ParsedArguments, table: CommandTable, environment: [String: String]) throws(UsageError) {
    guard parsed["config"] != "" else { throw UsageError(message: "--config needs the name of a file") }
    let file = ConfigurationFile.find(parsed["config"], environment: environment)
    let flags = try parsed.settings(table)
    do throws(ConfigurationFaults) {
      try self.init(flags: flags, environment: environment, file: file)
    } catch {
      throw UsageError(message: error.lines.joined(separator: "\nreframe: "))
    }
  }
}

extension ParsedArguments {
  /// The options that overrule settings, each value as text; a switch is `true`, and `false` with `no-` before it.
  func settings(_ table: CommandTable) throws(UsageError) -> [String: [String]] {
    let switches = Set(table.options.filter { $0.value == nil }.map(\.name))
    var settings: [String: [String]] = [:]
    for key in ConfigurationKey.all {
      guard let option = key.option else { continue }
      guard !has(option) || !has("no-\(option)") else {
        throw UsageError(message: "--\(option) and --no-\(option) contradict each other")
      }
      if has("no-\(option)") {
        settings["no-\(option)"] = ["false"]
      } else if switches.contains(option) && has(option) {
        settings[option] = ["true"]
      } else if key.isList {
        settings[option] = list(option)
      } else if let text = self[option] {
        settings[option] = [text]
      }
    }
    return settings
  }
}
