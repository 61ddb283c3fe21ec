internal import Accounting
internal import ReframeSDK

/// `reframe spend reconcile`: compares a vendor's invoice with the ledger and books the differences.
enum SpendReconcileCommand {
  static let table = CommandTable(
    name: "reframe spend reconcile",
    synopsis: "reframe spend reconcile INVOICE.csv [options]",
    abstract: "Compares what a vendor charged with the ledger and books the differences, once.",
    examples: [
      ("look first", "reframe spend reconcile invoice.csv --provider luma --unit USD --dry-run"),
      ("then book", "reframe spend reconcile invoice.csv --provider luma --unit USD"),
    ],
    groups: [
      OptionGroup(
        title: "Options",
        options: [
          CommandOption(
            name: "provider", value: "NAME", help: "whose invoice it is; also reports what it does not list"),
          CommandOption(name: "unit", value: "UNIT", help: "what amounts are in if no column 'unit' says it"),
          CommandOption(
            name: "since", value: "DAY", help: "first day of the invoice (default: of the first run it lists)"
          ),
          CommandOption(
            name: "until", value: "DAY", help: "last day of the invoice (default: of the last run)"),
          CommandOption(name: "dry-run", help: "book nothing"),
          SpendOptions.json, SpendOptions.ledger, CommandOption.config, SpendOptions.help,
        ])
    ],
    footer: """
      The file is comma-separated values. Its first line names the columns: 'attempt' or 'ticket', 'amount',
      and 'unit' unless --unit is given; others are ignored. An invoice that has been booked changes nothing
      again. Exit codes: 0 all agrees or was booked, 3 something is unfinished, unknown or missing, 1 nothing
      was booked.
      """)

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") || arguments.isEmpty {
      terminal.output(Help.text(table))
      return arguments.isEmpty ? .usage : .success
    }
    guard parsed.operands.count == 1, let file = parsed.operands.first else {
      throw UsageError(message: "give one invoice; see 'reframe spend reconcile --help'")
    }
    var options = ReconciliationOptions()
    options.provider = parsed["provider"]
    (options.since, options.until) = try SpendOptions.range(parsed)
    options.isDryRun = parsed.has("dry-run")
    let path = try SpendOptions.path(parsed, table: table, environment: environment)
    guard SpendOptions.exists(path) else {
      terminal.error("reframe: there is no ledger '\(path.printable)'; nothing has been spent\n")
      return .failure
    }
    let invoice: Invoice
    do throws(ReframeError) {
      invoice = try Invoice(path: file, unit: parsed["unit"])
    } catch {
      terminal.error("reframe: \("\(file): \(error.message)".printable)\n")
      return .failure
    }
    do throws(ReframeError) {
      let ledger = try Ledger(path: path)
      let answer: Reconciliation
      do throws(ReframeError) {
        answer = try ledger.reconcile(invoice, options, at: SpendOptions.now)
      } catch {
        let place = error.message.hasPrefix("line ") ? "\(file): " : ""
        terminal.error("reframe: \((place + error.message).printable)\n")
        return .failure
      }
      if let warning = ledger.clockWarning { terminal.error("reframe: \(warning)\n") }
      let report = SpendReconciliationReport(answer, isDryRun: options.isDryRun)
      terminal.output(parsed.has("json") ? try JSON.encode(report.record, pretty: true) + "\n" : report.text)
      return answer.isComplete ? .success : .partial
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
      return .failure
    }
  }
}
