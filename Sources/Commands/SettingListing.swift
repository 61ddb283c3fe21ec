internal import Hosting
internal import ReframeSDK

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
    /// What people read.
    private let shown: Shown

    private enum Shown {
      /// This.
      case text(String)
      /// The value, or this if there is none.
      case value(standard: String)
    }

    init(
      _ name: String, environment: String, option: String? = nil, _ value: Value, standard: String,
      _ configuration: ReframeConfiguration
    ) {
      self.name = name
      self.environment = environment
      self.option = option
      self.value = value.value
      from =
        switch value.origin {
        case .flag: "flag"
        case .environment: "environment"
        case .file: "file"
        case .standard: "default"
        }
      place = configuration.place(of: value.origin)
      shown = value.text.map { .text($0) } ?? .value(standard: standard)
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
        switch shown {
        case .text(let text): return text.printable
        case .value(let standard) where value == .null: return standard
        case .value:
          if let text = value.string { return text.printable }
          return try JSON.encode(value).printable
        }
      }
    }
  }

  /// What counts, and how it is told if not as it is.
  struct Value {
    var value: JSONValue = .null
    var origin: SettingOrigin = .standard
    var text: String?
  }

  /// The file that was read.
  let file: String?
  /// One for each key, and for each element of a list in its order.
  let settings: [Row]

  init(_ configuration: ReframeConfiguration, environment: [String: String], terminal: Terminal) {
    file = configuration.file
    let keys = ConfigurationKey.all.flatMap { key in
      Self.values(configuration.values(of: key)).map { value in
        Row(
          key.name, environment: key.environment, option: key.option.map { "--\($0)" }, value,
          standard: key.standard, configuration)
      }
    }
    let secrets = Self.secrets(configuration, environment, terminal)
    let entries = ConfigurationKey.sections.flatMap { configuration.values(of: $0) }.flatMap { shown in
      (secrets[shown.name] ?? Self.values(shown.values)).map { value in
        Row(shown.name, environment: shown.environment, value, standard: shown.standard, configuration)
      }
    }
    settings = keys + entries
  }

  private static func values(_ values: [(value: JSONValue, origin: SettingOrigin)]) -> [Value] {
    values.isEmpty ? [Value()] : values.map { Value(value: $0.value, origin: $0.origin) }
  }

  /// Where the secrets of each provider are and whether they are there, by the key's name.
  private static func secrets(
    _ configuration: ReframeConfiguration, _ environment: [String: String], _ terminal: Terminal
  ) -> [String: [Value]] {
    guard !configuration.providers.isEmpty else { return [:] }
    let host = RoutingDesk.host(configuration, environment: environment, terminal: terminal)
    let secrets = host.secrets(of: configuration, environment: environment)
    return Dictionary(grouping: secrets) { "providers.\($0.provider).secrets" }.mapValues { secrets in
      secrets.map { secret in
        let value = JSONValue.object([
          "name": .string(secret.name), "from": .string(secret.reference.text), "isSet": .bool(secret.isSet),
        ])
        return Value(value: value, origin: secret.origin, text: secret.text)
      }
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
