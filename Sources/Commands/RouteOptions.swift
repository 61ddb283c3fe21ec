internal import Catalogue
internal import Dispatching
internal import Hosting
internal import ReframeSDK
internal import Routing

/// The options of the main verb that say by whom, and at which price.
enum RouteOptions {
  static let group = OptionGroup(
    title: "By whom, and at which price",
    options: [
      CommandOption(
        name: "model", value: "MODEL,…", help: "models or aliases in order, or all; see 'reframe models'",
        repeats: true),
      CommandOption(
        name: "route", value: "NAME", help: "a route of the settings (default: 'default', if any)"),
      CommandOption(
        name: "prefer", value: "WHAT", help: "order (default), cheapest, fastest or best",
        choices: RoutePolicy.Preference.allCases.map(\.rawValue)),
      CommandOption(
        name: "local", value: "PLACE", help: "where the local engine stands: any, first, last, never, only",
        choices: RoutePolicy.LocalPlace.allCases.map(\.rawValue)),
      ModelOptions.parameter,
      CommandOption(
        name: "prompt", value: "TEXT", help: "what the new area should show, for models that read"),
      CommandOption(name: "count", letter: "n", value: "N", help: "variations of each output (default 1)"),
      CommandOption(
        name: "max-cost", value: "AMOUNT",
        help: "the most that a picture's outputs may cost in all, such as 0.05 (USD)"),
      CommandOption(name: "allow-unknown-price", help: "use models whose price nobody publishes"),
      CommandOption(name: "no-prepare", help: "never shrink or convert a picture to fit a model"),
      CommandOption(name: "no-fallback", help: "try one engine only"),
      CommandOption(
        name: "deadline", value: "TIME", help: "give up after so long: 90s, 5m (default 15m, videos 1h)"),
      CommandOption(
        name: "buy-again", help: "buy although an earlier purchase of the same may have gone through"),
      CommandOption(name: "dry-run", help: "show route and prices, and buy nothing"),
      CommandOption(name: "key", value: "NAME", help: "who pays, for budgets and the ledger"),
      CommandOption(name: "project", value: "NAME", help: "whom budgets and the ledger count it for"),
      CommandOption(name: "ledger", value: "FILE", help: "where spending is accounted for", takesPath: true),
      CommandOption.catalogue,
    ])

  /// Whether the command line says anything that only a route can do.
  static func isNeeded(_ parsed: ParsedArguments) -> Bool {
    let passive = ["catalogue", "ledger", "project"]
    return group.options.contains { parsed.has($0.name) && !passive.contains($0.name) }
  }

  /// The route of the settings as the options change it.
  static func choice(_ parsed: ParsedArguments, from route: RouteChoice)
    throws(UsageError) -> RouteChoice
  {
    var route = route
    if let word = parsed["prefer"] { route.policy.preference = try self.word(word, "prefer") }
    if let word = parsed["local"] { route.policy.local = try self.word(word, "local") }
    if let text = parsed["max-cost"] { route.policy.maximumCost = try amount(text) }
    if parsed.has("allow-unknown-price") { route.policy.allowsUnknownPrice = true }
    if parsed.has("no-prepare") { route.prepares = false }
    if parsed.has("no-fallback") { route.policy.engineLimit = 1 }
    if let text = parsed["deadline"] { route.deadlineMilliseconds = try duration(text) }
    return route
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(_ text: String, _ option: String)
    throws(UsageError) -> Word
  {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let nearest = Spelling.nearest(to: text, in: words).map { "; did you mean '\($0)'?" } ?? ""
    throw UsageError(message: "--\(option): '\(text)' is none of \(words.joined(separator: ", "))\(nearest)")
  }

  private static func amount(_ text: String) throws(UsageError) -> Money {
    let parts = text.split(separator: " ").map(String.init)
    let number = parts.first.map { $0.hasPrefix("$") ? String($0.dropFirst()) : $0 } ?? ""
    let unit = parts.count == 2 ? parts[1] : ModelCatalogue.comparedUnit
    guard parts.count <= 2, unit == ModelCatalogue.comparedUnit,
      let money = try? Money(decimal: number, unit: unit), money.micros >= 0
    else { throw UsageError(message: "--max-cost: '\(text)' is not an amount in USD such as 0.05") }
    return money
  }

  /// Milliseconds of `90s`, `5m` or `1h`.
  static func duration(_ text: String) throws(UsageError) -> Int64 {
    do throws(SettingFault) {
      return try SettingDuration(text: text).milliseconds
    } catch {
      throw UsageError(message: "--deadline: \(error)")
    }
  }
}
