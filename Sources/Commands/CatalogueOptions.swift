internal import Catalogue
internal import Glibc
internal import Hosting

/// What the verbs that read the catalogue have in common.
enum CatalogueOptions {
  static let other = OptionGroup(
    title: "Other",
    options: [
      CommandOption(
        name: "catalogue", value: "FOLDER", help: "look for models and prices here first", takesPath: true,
        repeats: true),
      CommandOption(
        name: "plugin-path", value: "FOLDER", help: "look for plugins here first", takesPath: true,
        repeats: true),
      CommandOption(name: "json", help: "print JSON"),
      CommandOption(name: "help", letter: "h", help: "show this help"),
    ])

  /// The host that the options describe.
  static func host(_ parsed: ParsedArguments, environment: [String: String]) -> Host {
    Host(
      HostConfiguration(
        explicit: parsed.list("plugin-path"), catalogues: parsed.list("catalogue"), environment: environment))
  }

  /// Every model with the prices of today.
  static func catalogue(_ host: Host, terminal: Terminal) -> ModelCatalogue {
    let catalogue = ModelCatalogue(host, on: CalendarDay(secondsSince1970: time(nil)))
    for refusal in catalogue.refusals {
      terminal.error("reframe: not used: \(refusal.path): \(refusal.reason)\n")
    }
    return catalogue
  }
}
