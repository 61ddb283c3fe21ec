internal import Accounting
internal import ReframeSDK

/// `reframe spend check`: whether the ledger adds up.
enum SpendCheckCommand {
  static let table = CommandTable(
    name: "reframe spend check",
    synopsis: "reframe spend check [options]",
    abstract: "Checks that the ledger is whole: entries sum to zero, holds, charges and budget counts agree.",
    examples: [("the usual ledger", "reframe spend check")],
    groups: [
      OptionGroup(title: "Options", options: [SpendOptions.ledger, CommandOption.config, SpendOptions.help])
    ],
    footer: "Exit codes: 0 whole, 1 something contradicts.")

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") {
      terminal.output(Help.text(table))
      return .success
    }
    if let word = parsed.operands.first {
      throw UsageError(message: "'reframe spend check' takes no '\(word)'; name a ledger with --ledger")
    }
    let path = try SpendOptions.path(parsed, table: table, environment: environment)
    guard SpendOptions.exists(path) else {
      terminal.output("Nothing has been spent.\n")
      return .success
    }
    do throws(ReframeError) {
      let reader = try LedgerReader(path: path)
      if let warning = try reader.clockWarning(at: SpendOptions.now) {
        terminal.error("reframe: \(warning)\n")
      }
      let findings = try reader.audit()
      guard findings.isEmpty else {
        terminal.output(findings.map { "\(path): \($0)".printable + "\n" }.joined())
        return .failure
      }
      terminal.output("\(path): OK".printable + "\n")
      return .success
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
      return .failure
    }
  }
}
