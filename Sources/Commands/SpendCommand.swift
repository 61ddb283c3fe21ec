internal import Accounting
internal import Hosting
internal import ReframeSDK

/// `reframe spend`: what was spent and is held, by provider, model, day, key or project.
enum SpendCommand {
  static let table = CommandTable(
    name: "reframe spend",
    synopsis: """
      reframe spend [options]
        reframe spend reconcile INVOICE.csv [options]
        reframe spend check [options]
      """,
    abstract: "Says what was spent and what is held for runs under way, each unit by itself.",
    examples: [
      ("by provider", "reframe spend"),
      (
        "December, day by day, for a spreadsheet",
        "reframe spend --by day --since 2026-12-01 --until 2026-12-31 --csv"
      ),
      ("compare with a vendor's invoice", "reframe spend reconcile invoice.csv --provider luma --unit USD"),
      ("does the ledger add up?", "reframe spend check"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(
            name: "by", value: "WHAT", help: "provider (default), model, day, key or project",
            choices: SpendGrouping.allCases.map(\.rawValue)),
          SpendOptions.since, SpendOptions.until,
          CommandOption(name: "csv", help: "print comma-separated values"),
          SpendOptions.json, SpendOptions.ledger, CommandOption.config, SpendOptions.help,
        ])
    ],
    footer: "A run counts on the day on which its money was held, in Universal Time.")

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "reconcile": return try SpendReconcileCommand.run(rest, environment: environment, terminal: terminal)
    case "check": return try SpendCheckCommand.run(rest, environment: environment, terminal: terminal)
    default: break
    }
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") {
      terminal.output(Help.text(table))
      return .success
    }
    if let word = parsed.operands.first {
      let hint = Spelling.nearest(to: word, in: ["reconcile", "check"]).map { "did you mean '\($0)'?" }
      throw UsageError(
        message: "'reframe spend' does not know '\(word)'; \(hint ?? "see 'reframe spend --help'")")
    }
    guard !parsed.has("csv") || !parsed.has("json") else {
      throw UsageError(message: "give --csv or --json, not both")
    }
    let report = SpendReport(by: try grouping(parsed["by"]), range: try SpendOptions.range(parsed), parsed)
    let path = try SpendOptions.path(parsed, table: table, environment: environment)
    do throws(ReframeError) {
      let totals =
        SpendOptions.exists(path)
        ? try LedgerReader(path: path).spend(
          by: report.grouping, since: report.range.since, until: report.range.until)
        : []
      if parsed.has("json") {
        terminal.output(try JSON.encode(report.record(totals), pretty: true) + "\n")
      } else {
        terminal.output(parsed.has("csv") ? report.csv(totals) : report.text(totals))
      }
      return .success
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
      return .failure
    }
  }

  private static func grouping(_ name: String?) throws(UsageError) -> SpendGrouping {
    guard let name else { return .provider }
    guard let grouping = SpendGrouping(rawValue: name) else {
      let names = SpendGrouping.allCases.map(\.rawValue)
      let hint = Spelling.nearest(to: name, in: names).map { "did you mean '\($0)'?" }
      throw UsageError(
        message: "--by: '\(name)' is not known; \(hint ?? "give provider, model, day, key or project")")
    }
    return grouping
  }
}
