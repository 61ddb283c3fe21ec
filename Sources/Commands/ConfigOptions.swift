extension CommandOption {
  /// The same for every verb that chooses an engine.
  static let route = CommandOption(
    name: "route", value: "NAME", help: "how the engine is chosen, one of the file's routes")

  /// The same for every verb that spends money.
  static let project = CommandOption(name: "project", value: "NAME", help: "for which project money is spent")

  /// As `project`.
  static let key = CommandOption(name: "key", value: "NAME", help: "who spends it, as budgets name them")

  /// The same for every verb that reads or writes the ledger.
  static let ledger = CommandOption(
    name: "ledger", value: "FILE", help: "where what is spent is written down", takesPath: true)
}
