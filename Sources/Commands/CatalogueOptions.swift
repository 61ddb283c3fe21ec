internal import Catalogue
internal import Glibc
internal import Hosting
internal import ReframeSDK

/// What the verbs that read the catalogue have in common.
enum CatalogueOptions {
  static let other = OptionGroup(
    title: "Other",
    options: [
      CommandOption.catalogue,
      CommandOption.pluginPath,
      CommandOption.config,
      CommandOption(name: "json", help: "print JSON"),
      CommandOption(name: "help", letter: "h", help: "show this help"),
    ])

  /// The settings that the options, the variables and the file say. Throws also for a folder that is not there.
  static func configuration(_ parsed: ParsedArguments, table: CommandTable, environment: [String: String])
    throws(UsageError) -> ReframeConfiguration
  {
    let configuration = try ReframeConfiguration(parsed, table: table, environment: environment)
    try parsed.checkFolders()
    return configuration
  }

  /// Every model with the prices of today, or of the versions that the settings pin, and their rates.
  static func catalogue(_ host: Host, _ configuration: ReframeConfiguration, terminal: Terminal)
    -> ModelCatalogue
  {
    var pins: [String: String] = [:]
    for pin in configuration.priceBooks { pins[pin.name] = pin.version.value }
    var rates: [String: Money] = [:]
    for rate in configuration.rates { rates[rate.name] = rate.amount.value?.money }
    let catalogue = ModelCatalogue(
      host, on: CalendarDay(secondsSince1970: time(nil)), pins: pins, rates: rates)
    for refusal in catalogue.refusals {
      terminal.error("reframe: not used: \(refusal.text.printable)\n")
    }
    return catalogue
  }
}
