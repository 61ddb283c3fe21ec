internal import Hosting
internal import Loading
internal import ReframeSDK

/// `reframe plugin list`: which plugins were found and where, and which were refused and why.
enum PluginListCommand {
  static let table = CommandTable(
    name: "reframe plugin list",
    synopsis: "reframe plugin list [options]",
    abstract: "Lists the plugins that were found and where, and those that were refused and why.",
    examples: [
      ("what is there", "reframe plugin list"),
      ("with a folder of your own", "reframe plugin list --plugin-path ./plugins"),
      ("without running any plugin's code", "reframe plugin list --no-open"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption.pluginPath,
          CommandOption.config,
          CommandOption(name: "no-open", help: "only read the manifests; do not open the libraries"),
          CommandOption(name: "json", help: "print JSON"),
          CommandOption(name: "help", letter: "h", help: "show this help"),
        ])
    ])

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
        message: "'reframe plugin list' takes no '\(parsed.operands[0])'; see 'reframe plugin list --help'")
    }
    let configuration = try ReframeConfiguration(parsed, table: table, environment: environment)
    try parsed.checkFolders()
    let host = Host(HostConfiguration(configuration))
    let listing = PluginListing(host, opens: !parsed.has("no-open"))
    do throws(ReframeError) {
      terminal.output(parsed.has("json") ? try JSON.encode(listing, pretty: true) + "\n" : listing.text)
    } catch {
      terminal.error("reframe: \(error.message)\n")
      return .failure
    }
    return .success
  }
}

/// What `reframe plugin list` tells, before it is laid out.
struct PluginListing: Encodable {
  struct Found: Encodable {
    let id: String
    let version: String
    let kinds: [PluginKind]
    let description: String?
    let path: String
    /// What is odd about it.
    let remarks: [String]
  }

  struct Refused: Encodable {
    let path: String
    let reason: String
    /// `broken`, `shadowed` or `disabled`.
    let cause: String
  }

  private(set) var plugins: [Found] = []
  private(set) var refused: [Refused]
  let searched: [String]

  init(_ host: Host, opens: Bool) {
    searched = host.configuration.pluginFolders
    refused = host.discovery.refusals.map {
      Refused(path: $0.path, reason: $0.reason, cause: $0.cause.word)
    }
    for bundle in host.discovery.bundles {
      do throws(ReframeError) {
        if opens { _ = try PluginLibrary(bundle) }
        let manifest = bundle.manifest
        plugins.append(
          Found(
            id: manifest.id, version: manifest.version, kinds: manifest.kinds,
            description: manifest.description, path: bundle.path,
            remarks: PluginRemarks.of(bundle)))
      } catch {
        refused.append(
          Refused(
            path: bundle.path, reason: error.message, cause: PluginDiscovery.Refusal.Cause.broken.word))
      }
    }
  }

  /// For people: a line each, in columns.
  var text: String {
    var lines: [String] = []
    let kinds = plugins.map { $0.kinds.map(\.rawValue).joined(separator: ",") }
    let width = (plugins.map(\.id.count).max() ?? 0) + 2
    let kindWidth = (kinds.map(\.count).max() ?? 0) + 2
    for (plugin, kinds) in zip(plugins, kinds) {
      let columns = pad(plugin.id, width) + pad(kinds, kindWidth)
      lines.append(columns + (plugin.description.map { pad(plugin.version, 8) + $0 } ?? plugin.version))
      lines.append(String(repeating: " ", count: width) + plugin.path)
    }
    if plugins.isEmpty {
      lines.append("No plugins were found. Looked in:")
      lines += searched.map { "  \($0)" }
    }
    if !refused.isEmpty {
      lines += ["", "Refused:"]
      lines += refused.flatMap { ["  \($0.path)", "    \($0.reason)"] }
    }
    let odd = plugins.filter { !$0.remarks.isEmpty }
    if !odd.isEmpty {
      lines += ["", "Remarks:"]
      lines += odd.flatMap { plugin in ["  \(plugin.id)"] + plugin.remarks.map { "    \($0)" } }
    }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}

extension PluginDiscovery.Refusal.Cause {
  /// The cause in one word.
  fileprivate var word: String {
    switch self {
    case .broken: "broken"
    case .shadowed: "shadowed"
    case .disabled: "disabled"
    }
  }
}
