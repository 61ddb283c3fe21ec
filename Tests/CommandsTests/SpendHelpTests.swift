@testable import Commands
import Testing

@Suite("Help of spend")
struct SpendHelpTests {
  private func output(_ arguments: String...) -> (code: ExitCode, text: String) {
    let captured = CapturedTerminal()
    let code = CommandLineTool.run(arguments, environment: [:], terminal: captured.terminal())
    #expect(captured.error.isEmpty)
    for line in captured.output.split(separator: "\n") { #expect(line.count <= 110) }
    return (code, captured.output)
  }

  @Test("Of the verb itself, the same by both ways")
  func spend() {
    #expect(output("spend", "--help") == (.success, Self.spend))
    #expect(output("help", "spend") == (.success, Self.spend))
  }

  @Test("Of its verbs")
  func verbs() {
    #expect(output("spend", "reconcile", "--help") == (.success, Self.reconcile))
    #expect(output("spend", "reconcile") == (.usage, Self.reconcile))
    #expect(output("spend", "check", "-h") == (.success, Self.check))
  }

  private static let spend = """
    Says what was spent and what is held for runs under way, each unit by itself.

    Examples
      # by provider
      reframe spend
      # December, day by day, for a spreadsheet
      reframe spend --by day --since 2026-12-01 --until 2026-12-31 --csv
      # compare with a vendor's invoice
      reframe spend reconcile invoice.csv --provider luma --unit USD
      # does the ledger add up?
      reframe spend check

    Usage
      reframe spend [options]
      reframe spend reconcile INVOICE.csv [options]
      reframe spend check [options]

    Options
          --by WHAT                   provider (default), model, day, key or project
          --since DAY                 from this day on, such as 2026-12-01 (UTC)
          --until DAY                 to the end of this day
          --csv                       print comma-separated values
          --json                      print JSON
          --ledger FILE               the ledger (default: what 'ledger.path' says)
          --config FILE               read settings from here instead of reframe.yaml
      -h, --help                      show this help

    A run counts on the day on which its money was held, in Universal Time.

    """

  private static let reconcile = """
    Compares what a vendor charged with the ledger and books the differences, once.

    Examples
      # look first
      reframe spend reconcile invoice.csv --provider luma --unit USD --dry-run
      # then book
      reframe spend reconcile invoice.csv --provider luma --unit USD

    Usage
      reframe spend reconcile INVOICE.csv [options]

    Options
          --provider NAME             whose invoice it is; also reports what it does not list
          --unit UNIT                 what amounts are in if no column 'unit' says it
          --since DAY                 first day of the invoice (default: of the first run it lists)
          --until DAY                 last day of the invoice (default: of the last run)
          --dry-run                   book nothing
          --json                      print JSON
          --ledger FILE               the ledger (default: what 'ledger.path' says)
          --config FILE               read settings from here instead of reframe.yaml
      -h, --help                      show this help

    The file is comma-separated values. Its first line names the columns: 'attempt' or 'ticket', 'amount',
    and 'unit' unless --unit is given; others are ignored. An invoice that has been booked changes nothing
    again. Exit codes: 0 all agrees or was booked, 3 something is unfinished, unknown or missing, 1 nothing
    was booked.

    """

  private static let check = """
    Checks that the ledger is whole: entries sum to zero, holds, charges and budget counts agree.

    Examples
      # the usual ledger
      reframe spend check

    Usage
      reframe spend check [options]

    Options
          --ledger FILE               the ledger (default: what 'ledger.path' says)
          --config FILE               read settings from here instead of reframe.yaml
      -h, --help                      show this help

    Exit codes: 0 whole, 1 something contradicts.

    """
}
