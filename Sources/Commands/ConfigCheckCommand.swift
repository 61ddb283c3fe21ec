internal import Catalogue
internal import Glibc
internal import Hosting
internal import Loading
internal import ReframeSDK

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
    let host = RoutingDesk.host(configuration, environment: environment, terminal: terminal)
    faults += host.danglingReferences(in: configuration)
    faults += host.missingSecrets(of: configuration, environment: environment)
    if configuration.refersToCatalogue {
      faults += configuration.danglingReferences(in: known(to: host, configuration))
    }
    guard faults.isEmpty else {
      terminal.output(faults.joined(separator: "\n") + "\n")
      return .usage
    }
    terminal.output(file.map { "\($0.path): OK\n" } ?? "OK: there is no configuration file\n")
    return .success
  }

  /// What the catalogue has. A file that is checked need not be trusted yet, so the plugins of its own folders are
  /// not opened; unless their manifests list their models, no model is judged.
  private static func known(to host: Host, _ configuration: ReframeConfiguration)
    -> ReframeConfiguration.KnownNames
  {
    var trusted = configuration
    trusted.pluginPath.layers.removeAll { if case .file = $0.origin { true } else { false } }
    let opened = Host(HostConfiguration(trusted))
    let catalogue = ModelCatalogue(opened, on: CalendarDay(secondsSince1970: time(nil)))
    let paths = Set(opened.discovery.bundles.map(\.path))
    let others = host.discovery.bundles.map { (path: $0.path, manifest: $0.manifest) }
      .filter { !paths.contains($0.path) && $0.manifest.kinds.contains(.provider) }
    let isComplete = others.allSatisfy { $0.manifest.models != nil }
    let slugs = catalogue.entries.map(\.card.slug) + others.flatMap { $0.manifest.models ?? [] }.map(\.slug)
    let files = CatalogueFiles(folders: host.configuration.catalogueFolders)
    return .init(models: isComplete ? Set(slugs).sorted() : nil, books: files.books, units: files.units)
  }
}
