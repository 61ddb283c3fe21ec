internal import Catalogue
internal import Conformance
internal import FoundationEssentials
internal import Hosting
internal import Loading
internal import ReframeSDK

/// `reframe plugin check`: whether a plugin keeps the contract.
enum PluginCheckCommand {
  static let table = CommandTable(
    name: "reframe plugin check",
    synopsis: "reframe plugin check BUNDLE [options]",
    abstract: "Checks that a plugin keeps the contract: each rule in a process of its own.",
    examples: [
      ("a plugin that you build", "reframe plugin check ./plain.reframeplugin"),
      ("an installed one, by its id", "reframe plugin check mirror"),
      ("one rule again", "reframe plugin check mirror --only guard-pages"),
      ("a provider that needs settings", "reframe plugin check ./mine.reframeplugin --settings mine.json"),
      ("what is tried", "reframe plugin check --list"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(
            name: "only", value: "TEST,…", help: "run these tests", choices: names, repeats: true),
          CommandOption(
            name: "settings", value: "FILE", help: "make instances with this JSON object", takesPath: true),
          CommandOption(
            name: "time-limit", value: "SECONDS", help: "end a test that takes longer (default 10, some 20)"),
          CommandOption(name: "list", help: "list the tests and their rules"),
          CommandOption(name: "json", help: "print JSON"),
          CommandOption.pluginPath,
          CommandOption.catalogue,
          CommandOption.config,
          CommandOption(name: "help", letter: "h", help: "show this help"),
        ])
    ],
    footer: "Exit codes: 0 all rules are kept, 1 some are not, 2 the command line makes no sense.")

  private static let names = ConformanceTest.all.map(\.name)

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") {
      terminal.output(Help.text(table))
      return .success
    }
    if parsed.has("list") {
      terminal.output(listing)
      return .success
    }
    let tests = try tests(parsed)
    guard parsed.operands.count == 1, !parsed.operands[0].isEmpty else {
      throw UsageError(message: "name one plugin, by its folder or its id; see 'reframe plugin check --help'")
    }
    let settings = try settings(parsed)
    let seconds = try parsed.numbers("time-limit")?.first
    guard seconds ?? 1 > 0 else { throw UsageError(message: "--time-limit: seconds are more than 0") }
    let configuration = try ReframeConfiguration(parsed, table: table, environment: environment)
    try parsed.checkFolders()
    do throws(ReframeError) {
      let bundle = try bundle(parsed.operands[0], configuration)
      let files = CatalogueFiles(folders: HostConfiguration(configuration).catalogueFolders)
      let card = bundle.manifest.kinds.contains(.provider) ? files.card(of: bundle.manifest.id) : nil
      return try check(
        CheckedBundle(bundle, settings: settings, card: card), tests, seconds: seconds, parsed, terminal)
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
      return .failure
    }
  }

  private static func check(
    _ checked: CheckedBundle, _ tests: [ConformanceTest], seconds: Double?, _ parsed: ParsedArguments,
    _ terminal: Terminal
  ) throws(ReframeError) -> ExitCode {
    var run = ConformanceRun()
    run.seconds = seconds
    let library = ConformanceReport.Library(checked)
    let clock = ContinuousClock()
    let start = clock.now
    let results = run.results(tests, on: checked)
    let report = ConformanceReport(
      results, on: checked, library: library, now: ConformanceReport.Library(checked),
      seconds: (clock.now - start) / .seconds(1))
    terminal.output(
      parsed.has("json") ? try JSON.encode(report, pretty: true) + "\n" : report.text.printableLines)
    return report.hasPassed ? .success : .failure
  }

  private static func tests(_ parsed: ParsedArguments) throws(UsageError) -> [ConformanceTest] {
    let wanted = parsed.list("only")
    for name in wanted where !names.contains(name) {
      let hint = Spelling.nearest(to: name, in: names).map { "did you mean '\($0)'?" } ?? "see --list"
      throw UsageError(message: "--only: there is no test '\(name)'; \(hint)")
    }
    return ConformanceTest.all.filter { wanted.isEmpty || wanted.contains($0.name) }
  }

  private static func settings(_ parsed: ParsedArguments) throws(UsageError) -> String {
    guard let path = parsed["settings"] else { return "{}" }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageError(message: "--settings: '\(path)' cannot be read")
    }
    let text = String(decoding: data, as: UTF8.self)
    guard let value = try? JSON.decode(JSONValue.self, from: text, what: path), case .object = value else {
      throw UsageError(message: "--settings: '\(path)' is not a JSON object")
    }
    return text
  }

  /// The bundle in a folder, or the installed one of that id.
  private static func bundle(_ word: String, _ configuration: ReframeConfiguration) throws(ReframeError)
    -> PluginBundle
  {
    if word.contains("/") || Inputs.isFolder(word) {
      var path = word
      while path.count > 1, path.hasSuffix("/") { path.removeLast() }
      if !path.hasPrefix("/") { path = FileManager.default.currentDirectoryPath + "/" + path }
      return try PluginBundle(path: path)
    }
    let discovery = PluginDiscovery(folders: HostConfiguration(configuration).pluginFolders)
    if let bundle = discovery.bundles.first(where: { $0.manifest.id == word }) { return bundle }
    let refusal = discovery.refusals.first { $0.path.hasSuffix("/\(word).reframeplugin") }
    throw ReframeError(
      .notFound,
      refusal.map { "\($0.path): \($0.reason)" }
        ?? "there is no plugin '\(word)'; name its folder, or see 'reframe plugin list'")
  }

  private static var listing: String {
    let width = (names.map(\.count).max() ?? 0) + 2
    return ConformanceTest.all.map { test in
      test.name + String(repeating: " ", count: width - test.name.count) + test.rule + "\n"
    }.joined()
  }
}

extension String {
  /// Every line without what a terminal would obey.
  fileprivate var printableLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(
      separator: "\n")
  }
}
