import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("Variables of settings with names")
struct EntryVariablesTests {
  private func configuration(_ environment: [String: String], file text: String? = nil) throws
    -> (settings: ReframeConfiguration, faults: [String])
  {
    let folder = try TestFolder()
    let file = try text.map { text in
      ConfigurationFile(try folder.write(text.utf8, to: "x.yaml"), mustBeTrusted: false)
    }
    var faults: [String] = []
    let settings = ReframeConfiguration(flags: [:], environment: environment, file: file, faults: &faults)
    return (settings, faults.map { $0.replacing(folder.path + "/", with: "~/") })
  }

  /// For each key of each section what a variable and the file say.
  private static let voices: [String: (variable: String, file: String, shown: String)] = [
    "plugins.NAME.placement": ("worker", "in-process", "worker"),
    "plugins.NAME.timeout": ("2s", "3s", "2s"),
    "plugins.NAME.memory": ("2", "3", "2"),
    "providers.NAME.plugin": ("v", "y", "v"),
    "providers.NAME.base-url": ("https://v.example", "https://y.example", "https://v.example"),
    "providers.NAME.secrets": ("K=env:V", "{K: {env: Y}}", "K from the variable V"),
    "providers.NAME.limits.concurrent": ("2", "3", "2"),
    "providers.NAME.limits.rate": ("2/1s", "3/1s", "2/1s"),
    "providers.NAME.settings": (#"{"a": 2}"#, "{a: 3}", #"{"a":2}"#),
    "models.NAME.model": ("v", "y", "v"),
    "models.NAME.parameters": (#"{"a": [1, null]}"#, "{a: 3}", #"{"a":[1,null]}"#),
    "models.NAME.quality": ("2", "3", "2"),
    "routes.NAME.engines": ("v,w", "[y]", "v"),
    "routes.NAME.prefer": ("best", "fastest", "best"),
    "routes.NAME.local": ("only", "never", "only"),
    "routes.NAME.max-cost": ("2 USD", "3 USD", "2 USD"),
    "routes.NAME.allow-unknown-price": ("true", "false", "true"),
    "routes.NAME.prepare": ("false", "true", "false"),
    "routes.NAME.fallback": ("2", "none", "2"),
    "routes.NAME.deadline": ("2s", "3s", "2s"),
    "budgets.NAME.limit": ("2 USD", "3 USD", "2 USD"),
    "budgets.NAME.window": ("hour", "day", "hour"),
    "budgets.NAME.provider": ("v", "y", "v"),
    "budgets.NAME.project": ("v", "y", "v"),
    "budgets.NAME.key": ("v", "y", "v"),
    "rates.NAME": ("2 USD", "3 USD", "2 USD"),
    "price-books.NAME": ("v", "y", "v"),
  ]

  @Test(
    "Variable before file before default, for every key of every section",
    arguments: ConfigurationKey.sections.flatMap { section in section.keys.map(\.name) })
  func precedence(name: String) throws {
    let voice = try #require(Self.voices[name])
    let section = try #require(ConfigurationKey.sections.first { name.hasPrefix("\($0.name).NAME") })
    let key = try #require(section.keys.first { $0.name == name })
    let entry = name.hasPrefix("rates") ? "credits/a-b" : "a-b"
    let leaf = name.replacing("\(section.name).NAME", with: "").dropFirst()
    let value =
      leaf.isEmpty
      ? voice.file
      : "{" + leaf.replacing(".", with: ": {") + ": \(voice.file)" + (leaf.contains(".") ? "}" : "") + "}"
    let variable = key.environment.replacing("NAME", with: entry == "a-b" ? "A_B" : "CREDITS_A_B")
    let full = name.replacing("NAME", with: entry)
    let (settings, _) = try configuration(
      [variable: voice.variable], file: "\(section.name): {\(entry): \(value)}")
    let shown = try #require(settings.values(of: section).first { $0.name == full })
    #expect(shown.environment == variable)
    let first = try #require(shown.values.first)
    #expect(first.origin == .environment(variable))
    #expect(try first.value.string ?? JSON.encode(first.value) == voice.shown)
    let alone = try configuration([:], file: "\(section.name): {\(entry): \(value)}").settings
    guard case .file = alone.values(of: section).first(where: { $0.name == full })?.values.first?.origin
    else {
      Issue.record("\(name) is not from the file")
      return
    }
  }

  @Test("What no file names is brought up by variables alone")
  func alone() throws {
    let (settings, faults) = try configuration([
      "REFRAME_PROVIDERS_LUMA_AGENTS_LIMITS_RATE": "100/60s",
      "REFRAME_PROVIDERS_LUMA_AGENTS_BASE_URL": "https://gateway.example",
      "REFRAME_ROUTES_CHEAP_ENGINES": "all", "REFRAME_BUDGETS_TEAM_LIMIT": "1 USD",
      "REFRAME_RATES_CREDITS_FASHN": "0.075 USD", "REFRAME_RATES_EUR": "1.08 USD",
      "REFRAME_PRICE_BOOKS_LUMA_AGENTS": "2026-04", "REFRAME_MODELS_HERO_MODEL": "reframe-image",
      "REFRAME_LEDGER_PATH": "l.db", "REFRAME_NETWORK_ALLOW": "10.0.0.0/8,fd00::/8",
      "REFRAME_BUDGETS_EMPTY_LIMIT": "", "REFRAMED": "x",
    ])
    #expect(faults == [])
    #expect(settings.providers.map(\.setup.plugin) == ["luma-agents"])
    #expect(settings.providers[0].setup.rateCount == 100)
    #expect(settings.providers[0].setup.baseURL == "https://gateway.example")
    #expect(settings.routes.map(\.name) == ["cheap"] && settings.budgets.map(\.name) == ["team"])
    #expect(settings.rates.map(\.name) == ["credits/fashn", "EUR"])
    #expect(settings.priceBooks.map(\.name) == ["luma-agents"] && settings.models.map(\.name) == ["hero"])
    #expect(settings.networkAllow.value?.ranges.map(\.text) == ["10.0.0.0/8", "fd00::/8"])
  }

  @Test("A variable that fits nothing is told, with the nearest")
  func unknown() throws {
    let file = "providers: {each-labs: {}}\nroutes: {fast: {engines: all}}\nbudgets: {team: {limit: 1 USD}}"
    let environment = [
      "REFRAME_PROVIDERS_EACH_LABS_BASE_ULR": "https://x.example", "REFRAME_ROUTES_FSAT_PREFER": "best",
      "REFRAME_ROUTES_DEFALT_PREFER": "best", "REFRAME_BUDGETS_TEAM": "1 USD",
      "REFRAME_BUDGETS_TEAM_LIMT": "1 USD", "REFRAME_RATES_": "1 USD", "REFRAME_RATES_FASHN": "1 USD",
      "REFRAME_PLUGINS_X_PLACEMENT": "wroker", "REFRAME_BUDGETS_team_LIMIT": "1 USD",
      "REFRAME_BUDGETS_TEAM_LIMIT": "-1 USD", "REFRAME_MODELS_HERO_PARAMETERS": "[1]",
    ]
    let expected: [String] = [
      "REFRAME_PLUGINS_X_PLACEMENT: 'wroker' is none of in-process, worker; did you mean 'worker'?",
      "REFRAME_PROVIDERS_EACH_LABS_BASE_ULR: this fits no setting; did you mean "
        + "'REFRAME_PROVIDERS_EACH_LABS_BASE_URL'?",
      "REFRAME_MODELS_HERO_PARAMETERS: expected a JSON object such as {\"steps\": 4}",
      "REFRAME_ROUTES_DEFALT_PREFER: the route 'defalt' names no engines; did you mean the route 'default'?",
      "REFRAME_ROUTES_FSAT_PREFER: the route 'fsat' names no engines; did you mean the route 'fast'?",
      "REFRAME_BUDGETS_TEAM: this fits no setting (known: REFRAME_BUDGETS_NAME_LIMIT, REFRAME_BUDGETS_NAME_WINDOW, "
        + "REFRAME_BUDGETS_NAME_PROVIDER, REFRAME_BUDGETS_NAME_PROJECT, REFRAME_BUDGETS_NAME_KEY)",
      "REFRAME_BUDGETS_TEAM_LIMIT: '-1 USD' is negative",
      "REFRAME_BUDGETS_TEAM_LIMT: this fits no setting; did you mean 'REFRAME_BUDGETS_TEAM_LIMIT'?",
      "REFRAME_BUDGETS_team_LIMIT: this fits no setting; did you mean 'REFRAME_BUDGETS_TEAM_LIMIT'?",
      "REFRAME_RATES_: this fits no setting (known: REFRAME_RATES_NAME)",
      "REFRAME_RATES_FASHN: 'FASHN' is neither a currency such as USD nor a vendor's credits such as credits/fashn",
    ]
    let found = try configuration(environment, file: file).faults
    #expect(found == expected)
  }

  @Test("A variable that may mean two names means none")
  func ambiguous() throws {
    let found = try configuration(
      ["REFRAME_BUDGETS_A_B_LIMIT": "1 USD"], file: "budgets: {a-b: {limit: 2 USD}, a_b: {limit: 3 USD}}")
    #expect(found.faults == ["REFRAME_BUDGETS_A_B_LIMIT: this may mean 'a-b' or 'a_b'"])
    #expect(found.settings.budgets.map(\.limit.value?.text) == ["2 USD", "3 USD"])
  }

  @Test("A name that ends like a key is found all the same")
  func nested() throws {
    let found = try configuration(
      ["REFRAME_PROVIDERS_X_LIMITS_RATE": "1/1s", "REFRAME_PROVIDERS_X_LIMITS_LIMITS_RATE": "2/1s"],
      file: "providers: {x-limits: {}, x: {}}")
    #expect(found.faults == [])
    #expect(found.settings.providers.map(\.setup.rateCount) == [2, 1])
  }
}
