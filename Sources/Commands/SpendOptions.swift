internal import Accounting
internal import Dispatching
internal import Glibc
internal import Hosting

/// What `reframe spend` and its verbs have in common.
enum SpendOptions {
  static let ledger = CommandOption(
    name: "ledger", value: "FILE", help: "the ledger (default: what 'ledger.path' says)", takesPath: true)
  static let json = CommandOption(name: "json", help: "print JSON")
  static let help = CommandOption(name: "help", letter: "h", help: "show this help")
  static let since = CommandOption(
    name: "since", value: "DAY", help: "from this day on, such as 2026-12-01 (UTC)")
  static let until = CommandOption(name: "until", value: "DAY", help: "to the end of this day")

  /// Where the ledger lies: as the option says, the variable, the file of settings, else the usual place.
  static func path(_ parsed: ParsedArguments, table: CommandTable, environment: [String: String])
    throws(UsageError) -> String
  {
    let configuration = try ReframeConfiguration(parsed, table: table, environment: environment)
    guard let path = configuration.ledgerPath.value ?? Ledger.standardPath(environment: environment) else {
      throw UsageError(message: "--ledger: give the ledger's file, as HOME is not set")
    }
    return path
  }

  /// Whether there is a ledger, so that nobody makes one only to look at it.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 || errno != ENOENT }

  /// The days as milliseconds since 1970, the end not included.
  static func range(_ parsed: ParsedArguments) throws(UsageError) -> (since: Int64?, until: Int64?) {
    func day(_ name: String) throws(UsageError) -> Int64? {
      guard let text = parsed[name] else { return nil }
      guard let start = LedgerReader.start(ofDay: text) else {
        throw UsageError(message: "--\(name): '\(text)' is no day such as 2026-12-31")
      }
      return start
    }
    let since = try day("since")
    let until = try day("until").map { $0 + 86_400_000 }
    if let since, let until, since >= until {
      throw UsageError(message: "--until: \(parsed["until"] ?? "") is before \(parsed["since"] ?? "")")
    }
    return (since, until)
  }

  /// Milliseconds since 1970.
  static var now: Int64 { SystemClock().now }
}
