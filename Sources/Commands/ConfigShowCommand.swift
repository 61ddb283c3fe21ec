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
    return (ReframeCommand.table.options + [.catalogue]).filter { names.contains($0.name) }
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
    let listing = SettingListing(configuration)
    do throws(ReframeError) {
      terminal.output(parsed.has("json") ? try JSON.encode(listing, pretty: true) + "\n" : try listing.text)
    } catch {
      terminal.error("reframe: \(error.message)\n")
      return .failure
    }
    return .success
  }
}

/// What `reframe config show` tells, before it is laid out.
struct SettingListing: Encodable {
  struct Row: Encodable {
    let name: String
    let environment: String
    let option: String?
    /// `null` if nobody said anything and the default depends on the picture or the machine.
    let value: JSONValue
    let from: String
    /// The option, the variable, or the file with line and column.
    let place: String?
    private let standard: String

    init(
      _ key: ConfigurationKey, _ value: JSONValue, _ origin: SettingOrigin,
      _ configuration: ReframeConfiguration
    ) {
      name = key.name
      environment = key.environment
      option = key.option.map { "--\($0)" }
      self.value = value
      from =
        switch origin {
        case .flag: "flag"
        case .environment: "environment"
        case .file: "file"
        case .standard: "default"
        }
      place = configuration.place(of: origin)
      standard = key.standard
    }

    private enum CodingKeys: CodingKey {
      case name
      case environment
      case option
      case value
      case from
      case place
    }

    /// The value for people.
    var text: String {
      get throws(ReframeError) {
        if let text = value.string { return text }
        return value == .null ? standard : try JSON.encode(value)
      }
    }
  }

  /// The file that was read.
  let file: String?
  /// One for each key, and for each folder of a list in the order of search.
  let settings: [Row]

  init(_ configuration: ReframeConfiguration) {
    file = configuration.file
    settings = ConfigurationKey.all.flatMap { key in
      let values = configuration.values(of: key)
      return values.isEmpty
        ? [Row(key, .null, .standard, configuration)]
        : values.map { Row(key, $0.value, $0.origin, configuration) }
    }
  }

  /// For people: a line each, in columns.
  var text: String {
    get throws(ReframeError) {
      var rows: [(name: String, value: String, place: String)] = []
      for (index, row) in settings.enumerated() {
        let isFirst = index == 0 || settings[index - 1].name != row.name
        rows.append((isFirst ? row.name : "", try row.text, row.place ?? "default"))
      }
      let width = (rows.map(\.name.count).max() ?? 0) + 2
      let valueWidth = (rows.map(\.value.count).max() ?? 0) + 2
      let lines = rows.map { row in
        ConfigCommand.pad(row.name, width) + ConfigCommand.pad(row.value, valueWidth) + row.place + "\n"
      }
      return lines.joined() + "\n" + (file.map { "Read from \($0)\n" } ?? "There is no configuration file.\n")
    }
  }
}
