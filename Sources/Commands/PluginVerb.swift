internal import Hosting
internal import Loading
internal import ReframeSDK

/// What the verbs of `reframe plugin` have in common that are told which plugin.
struct PluginVerb {
  let parsed: ParsedArguments
  let configuration: ReframeConfiguration
  let environment: [String: String]

  static let help = CommandOption(name: "help", letter: "h", help: "show this help")

  /// Reads the command line and the settings; `nil` after showing the help. Throws unless there are as many operands as
  /// are wanted.
  init?(
    _ arguments: [String], table: CommandTable, operands: ClosedRange<Int>, environment: [String: String],
    terminal: Terminal
  ) throws(UsageError) {
    parsed = try ParsedArguments(arguments, table: table)
    self.environment = environment
    guard !parsed.has("help") else {
      terminal.output(Help.text(table))
      return nil
    }
    guard operands.contains(parsed.operands.count) else {
      throw UsageError(
        message: parsed.operands.isEmpty
          ? "say which plugin: \(table.synopsis)"
          : "'\(table.name)' takes no '\(parsed.operands[operands.upperBound])'; see '\(table.name) --help'")
    }
    configuration = try ReframeConfiguration(parsed, table: table, environment: environment)
    try parsed.checkFolders()
  }

  var folders: UserFolders { UserFolders(environment) }

  /// Looks through the search path now.
  func host() -> Host { Host(HostConfiguration(configuration)) }

  /// Runs what may fail; says why.
  static func attempt(_ terminal: Terminal, _ body: () throws(ReframeError) -> Void) -> ExitCode {
    do throws(ReframeError) {
      try body()
      return .success
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
      return error.kind == .notFound ? .usage : .failure
    }
  }
}

extension Host {
  /// Everything that was found of a plugin, the one first that is used; empty if there is nothing.
  func copies(of id: String) -> [(path: String, state: String)] {
    let used = discovery.bundles.filter { $0.manifest.id == id }.map { (path: $0.path, state: "used") }
    let others = discovery.refusals.filter {
      $0.bundle?.manifest.id == id || $0.path.hasSuffix("/\(id).reframeplugin")
    }
    return used + others.map { (path: $0.path, state: $0.reason) }
  }

  /// Throws `notFound` with the nearest id unless something was found of a plugin.
  func checkKnown(_ id: String) throws(ReframeError) {
    guard copies(of: id).isEmpty else { return }
    let known =
      Set(discovery.bundles.map(\.manifest.id) + discovery.refusals.compactMap { $0.bundle?.manifest.id })
    let nearest = Spelling.nearest(to: id, in: known.sorted()).map { "did you mean '\($0)'?" }
    throw ReframeError(
      .notFound,
      "there is no plugin '\(id)'; \(nearest ?? "'reframe plugin list' shows those that there are")")
  }
}
