/// One option of a command, as data: parsing, help and completions all read it.
struct CommandOption: Sendable {
  /// The name after `--`.
  let name: String
  /// The letter after `-`.
  var letter: Character?
  /// What stands for its value in the help; `nil` for a switch.
  var value: String?
  /// What it does, one line.
  let help: String
  /// The values to offer on completion.
  var choices: [String] = []
  /// Whether files are offered on completion.
  var takesPath = false
  /// Whether it may be given more than once.
  var repeats = false
}

extension CommandOption {
  /// The same for every verb that reads settings.
  static let config = CommandOption(
    name: "config", value: "FILE", help: "read settings from here instead of reframe.yaml", takesPath: true)

  /// The same for every verb that looks for plugins.
  static let pluginPath = CommandOption(
    name: "plugin-path", value: "FOLDER", help: "look for plugins here first", takesPath: true, repeats: true)

  /// The same for every verb that is told what to make.
  static let aspect = CommandOption(
    name: "aspect", letter: "a", value: "RATIO,…", help: "ratios such as 9:16, 1:1 or 2.35:1",
    choices: ["9:16", "4:5", "1:1", "16:9", "21:9", "3:2", "2:3", "4:3", "3:4", "5:4"], repeats: true)

  /// As `aspect`.
  static let size = CommandOption(
    name: "size", letter: "s", value: "WxH,…", help: "exact sizes in pixels such as 1080x1920", repeats: true)

  /// The same for every verb that reads the catalogue.
  static let catalogue = CommandOption(
    name: "catalogue", value: "FOLDER", help: "look for models and prices here first", takesPath: true,
    repeats: true)
}

/// A headline of the help and the options below it.
struct OptionGroup: Sendable {
  let title: String
  let options: [CommandOption]
}

/// A verb: its name, how it is called, examples, and its options.
struct CommandTable: Sendable {
  let name: String
  let synopsis: String
  let abstract: String
  /// Pairs of what somebody wants and the command that does it.
  let examples: [(purpose: String, command: String)]
  let groups: [OptionGroup]
  var footer = ""

  /// All options.
  var options: [CommandOption] { groups.flatMap(\.options) }
}

/// A word that stands first: what may follow it, for the help and completions.
struct Verb: Sendable {
  let name: String
  /// The words that may follow it.
  var next: [String] = []
  /// Its command line, and those of the words that follow it.
  var tables: [CommandTable] = []

  /// The options of all its tables, each once.
  var options: [CommandOption] {
    var seen = Set<String>()
    return tables.flatMap(\.options).filter { seen.insert($0.name).inserted }
  }
}
