import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("Settings with names of the user's")
struct EntrySettingsTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func configuration(_ text: String, _ environment: [String: String] = [:]) throws
    -> (settings: ReframeConfiguration, faults: [String])
  {
    let file = ConfigurationFile(try folder.write(text.utf8, to: "x.yaml"), mustBeTrusted: false)
    var faults: [String] = []
    let settings = ReframeConfiguration(flags: [:], environment: environment, file: file, faults: &faults)
    return (settings, faults.map { $0.replacing(folder.path + "/", with: "~/") })
  }

  private static let whole = """
    plugin: {placement: worker}
    plugins: {saliency: {placement: in-process, timeout: 30s, memory: 512}}
    providers:
      eachlabs:
        plugin: gateway
        base-url: https://gateway.example/v1
        secrets:
          EACHLABS_API_KEY: {env: MY_KEY}
          OTHER: {file: run/each}
          THIRD: {file: /run/each}
        limits: {concurrent: 10, rate: 100/60s}
        settings: {a: 1, b: [x, {y: true}]}
      fashn:
    models:
      hero: reframe-image
      best: {model: hero, parameters: {model: photon-1}, quality: 3}
    routes:
      default:
        engines: [local/reframe, hero]
        prefer: cheapest
        local: last
        max-cost: 0.05 USD
        allow-unknown-price: true
        fallback: 3
        deadline: 5m
      every: {engines: all, fallback: none}
    budgets:
      team: {limit: 10 USD, window: day, provider: eachlabs, project: spring, key: ci}
      whole: {limit: 0 USD}
    rates: {credits/fashn: 0.075 USD, EUR: 1.08 USD}
    price-books: {eachlabs: 2026-04-06}
    detectors: [faces, saliency]
    fills: mirror
    ledger: {path: money/ledger.db}
    network: {allow: [10.0.0.0/8, "fd00::/8"]}
    route: every
    project: spring
    key: ci

    """

  @Test("Providers are set up as the file says, and a name alone is enough")
  func providers() throws {
    let (settings, faults) = try configuration(Self.whole)
    #expect(faults == [])
    var first = ProviderSetup(id: "eachlabs", plugin: "gateway")
    first.settings = ["a": .number(1), "b": .array([.string("x"), .object(["y": .bool(true)])])]
    first.baseURL = "https://gateway.example/v1"
    first.secrets = [
      "EACHLABS_API_KEY": .environment("MY_KEY"), "OTHER": .file(folder["run/each"]),
      "THIRD": .file("/run/each"),
    ]
    first.concurrent = 10
    first.rateCount = 100
    first.rateMilliseconds = 60_000
    let host = HostConfiguration(settings)
    #expect(host.providers == [first, ProviderSetup(id: "fashn", plugin: "fashn")])
    #expect(host.networkAllow == ["10.0.0.0/8", "fd00::/8"])
    #expect(host.detectors.map(\.id) == ["faces", "saliency"] && host.fill == "mirror")
  }

  @Test("Models, routes, budgets, rates and pins are values")
  func values() throws {
    let settings = try configuration(Self.whole).settings
    #expect(settings.models.map(\.model.value) == ["reframe-image", "hero"])
    #expect(settings.models[1].parameters.value?.members == ["model": .string("photon-1")])
    #expect(settings.models.map(\.quality.value) == [nil, 3])
    let route = try #require(settings.routes.first)
    #expect(route.name == "default" && route.engines.value?.texts == ["local/reframe", "hero"])
    #expect(route.preference.value == .cheapest && route.local.value == .last)
    #expect(route.maximumCost.value?.money == Money(micros: 50_000, unit: "USD"))
    #expect(route.allowsUnknownPrice.value == true && route.engineLimit.value?.count == 3)
    #expect(route.deadline.value?.milliseconds == 300_000)
    let every = try #require(settings.routes.last)
    #expect(every.engines.value?.texts == ["all"] && every.engineLimit.value?.count == 1)
    #expect(every.preference.value == .order && every.local.value == .any && every.maximumCost.value == nil)
    #expect(settings.budgets.map(\.name) == ["team", "whole"])
    #expect(settings.budgets[0].limit.value?.money == Money(micros: 10_000_000, unit: "USD"))
    #expect(settings.budgets.map(\.window.value) == [.day, .total])
    let scope = settings.budgets.map { [$0.provider.value, $0.project.value, $0.key.value] }
    #expect(scope == [["eachlabs", "spring", "ci"], [nil, nil, nil]])
    #expect(settings.rates.map(\.name) == ["credits/fashn", "EUR"])
    #expect(settings.rates[0].amount.value?.text == "0.075 USD")
    #expect(settings.priceBooks.map(\.version.value) == ["2026-04-06"])
    #expect(settings.ledgerPath.value == folder["money/ledger.db"] && settings.route.value == "every")
    #expect(settings.project.value == "spring" && settings.key.value == "ci")
    #expect(settings.placement.value == .worker && settings.plugins[0].placement.value == .inProcess)
    #expect(
      settings.plugins[0].timeout.value?.milliseconds == 30_000 && settings.plugins[0].memory.value == 512)
  }

  @Test("The route that nobody wrote has the engine on this machine, whatever a variable adds")
  func standardRoute() throws {
    let (settings, faults) = try configuration("", ["REFRAME_ROUTES_DEFAULT_MAX_COST": "1 USD"])
    #expect(faults == [])
    #expect(settings.routes.map(\.name) == ["default"])
    #expect(settings.routes.first?.engines.value?.texts == ["local/reframe"])
    #expect(settings.routes.first?.maximumCost.value?.text == "1 USD")
  }

  @Test("Every fault is told with its place, and none follows from another")
  func faults() throws {
    let text = """
      plugins: {saliency: {placement: thread, timeout: 0, memory: 0}}
      providers:
        Each Labs: {}
        eachlabs:
          base-url: ftp://x
          limits: {concurrent: 0, rate: 5}
          limit: {}
        other: [plugin]
      models:
        all: x
        a:
        b: 5
        c: {modle: x}
        d: {model: x, quality: 0, parameters: [1]}
        e: {model: x, parameters: {n: .inf}}
      routes:
        a: {engines: []}
        b: {engines: [x, x], prefer: best of, fallback: 0, deadline: 300, max-cost: 0.05}
        c: {engines: [all, x], allow-unknown-price: maybe}
        d: {prefer: order}
      budgets:
        a: {limit: ten USD}
        b: {window: dya}
        c: {limit: 1 USD, projct: x}
        d: {limit: 1 USD, key: ""}
      rates: {fashn: 1 USD, credits/fashn: 0 USD, credits/x: 1 credits/y, USD: 1 USD, EUR: 1}
      price-books: {eachlabs: 2026, fashn: , "a b": x}
      network: {allow: [10.0.0.0/8, 10.0.0.0/8]}
      ledger: {path: ""}
      project: 5
      """
    let expected: [String] = [
      "~/x.yaml:1:33: 'thread' is none of in-process, worker",
      "~/x.yaml:1:50: expected a duration such as 500ms, 30s, 5m or 2h",
      "~/x.yaml:1:61: 0 is not a positive number",
      "~/x.yaml:3:3: the name 'Each Labs' is not of at most 100 letters, digits, '-', '_' and '.'",
      "~/x.yaml:5:15: this is not an address such as https://gateway.example/v1",
      "~/x.yaml:6:26: 0 is not a positive number",
      "~/x.yaml:6:35: expected a number and a duration such as 100/60s",
      "~/x.yaml:7:5: unknown key 'limit'; did you mean 'limits'? (known: base-url, limits, plugin, secrets, settings)",
      "~/x.yaml:8:10: expected a mapping of keys to values, found a list",
      "~/x.yaml:10:3: 'all' stands for every engine; take another name",
      "~/x.yaml:12:6: expected a string, found the whole number 5; put it in quotes",
      "~/x.yaml:13:7: unknown key 'modle'; did you mean 'model'? (known: model, parameters, quality)",
      "~/x.yaml:14:26: 0 is not between 1 and 1000",
      "~/x.yaml:14:41: expected a mapping of keys to values, found a list",
      "~/x.yaml:15:29: numbers without an end or a value are for nobody",
      "~/x.yaml:17:16: this names nothing; leave it out",
      "~/x.yaml:18:16: 'x' is there twice",
      "~/x.yaml:18:32: 'best of' is none of order, cheapest, fastest, best",
      "~/x.yaml:18:51: '0' is not a positive number of engines, or none",
      "~/x.yaml:18:64: expected a duration such as 500ms, 30s, 5m or 2h",
      "~/x.yaml:18:79: expected an amount and its unit such as 0.05 USD",
      "~/x.yaml:19:47: expected true or false, found the string 'maybe'",
      "~/x.yaml:22:14: 'ten' is not a decimal amount such as 0.005",
      "~/x.yaml:23:15: 'dya' is none of hour, day, week, month, total; did you mean 'day'?",
      "~/x.yaml:24:21: unknown key 'projct'; did you mean 'project'? (known: key, limit, project, provider, window)",
      "~/x.yaml:25:26: the text is empty",
      "~/x.yaml:26:9: 'fashn' is neither a currency such as USD nor a vendor's credits such as credits/fashn",
      "~/x.yaml:26:38: a rate of nothing would make everything free; leave it out",
      "~/x.yaml:26:56: a rate is told in a currency such as USD",
      "~/x.yaml:26:86: expected an amount and its unit such as 0.05 USD",
      "~/x.yaml:27:25: expected a string, found the whole number 2026; put it in quotes",
      "~/x.yaml:27:40: the name 'a b' is not of at most 100 letters, digits, '-', '_' and '.'",
      "~/x.yaml:28:18: '10.0.0.0/8' is there twice",
      "~/x.yaml:29:16: the path is empty",
      "~/x.yaml:30:10: expected a string, found the whole number 5; put it in quotes",
      "~/x.yaml:11:3: the alias 'a' names no model",
      "~/x.yaml:13:3: the alias 'c' names no model",
      "~/x.yaml:20:3: the route 'd' names no engines",
      "~/x.yaml:26:69: 'USD' is told by itself",
      "~/x.yaml:27:31: the price book 'fashn' is given no version",
    ]
    let found = try configuration(text).faults
    #expect(found == expected)
  }

  @Test("A route names every engine or some, not both")
  func allAndSome() throws {
    #expect(
      try configuration("routes: {a: {engines: [all, x]}}").faults == [
        "~/x.yaml:1:10: the route 'a' names engines beside 'all'"
      ])
  }

  @Test(
    "Aliases that lead back to themselves, each circle once",
    arguments: [
      ("{a: a}", ["1:13: the alias 'a' stands for itself"]),
      ("{a: b, b: a}", ["1:13: the aliases go in a circle: a, b, a"]),
      ("{x: a, a: b, b: c, c: a, y: c}", ["1:19: the aliases go in a circle: a, b, c, a"]),
      (
        "{a: b, b: a, c: c}",
        ["1:13: the aliases go in a circle: a, b, a", "1:25: the alias 'c' stands for itself"]
      ),
      ("{a: b, b: c, c: d}", []),
    ])
  func circles(models: String, faults: [String]) throws {
    let found = try configuration("models: \(models)")
    #expect(found.faults.map { $0.replacing("~/x.yaml:", with: "") } == faults)
  }

  @Test("A secret itself is refused and repeated nowhere")
  func secrets() throws {
    let literal = "a secret stands in a variable or a file, not here: say {env: NAME} or {file: PATH}"
    let cases: [(String, String)] = [
      ("sk-123", literal), ("{K: sk-123}", literal), ("[sk-123]", literal), ("{K: {}}", literal),
      ("{K: }", literal),
      ("{K: {env: A, file: sk-123}}", literal), ("{K: {env: sk-123}}", "'env' is not the name of a variable"),
      ("{K: {env: 1A}}", "'env' is not the name of a variable"),
      ("{K: {env: \"\"}}", "'env' is not the name of a variable"),
      ("{K: {env: [sk-123]}}", "'env' is not a text"), ("{K: {file: {sk: 123}}}", "'file' is not a text"),
      ("{K: {file: \"\"}}", "'file' is no path"),
    ]
    for (secrets, message) in cases {
      let faults = try configuration("providers: {p: {secrets: \(secrets)}}").faults
      #expect(faults.count == 1 && faults[0].hasSuffix(": \(message)"), "\(secrets): \(faults)")
      #expect(!faults.joined().contains("123"))
    }
    let unknown = try configuration("providers: {p: {secrets: {K: {evn: sk-123}}, api-key: sk-123}}").faults
    #expect(unknown.count == 3 && !unknown.joined().contains("123"))
    let variable = try configuration("", ["REFRAME_PROVIDERS_P_SECRETS": "K=sk-123"]).faults
    #expect(
      variable == [
        "REFRAME_PROVIDERS_P_SECRETS: expected NAME=env:VARIABLE or NAME=file:PATH, and no secret itself"
      ])
  }

  @Test("The detector and the detectors: the stronger voice counts, and one voice may not say both")
  func preferences() throws {
    let both = try configuration("detector: a\ndetectors: [b, c]\nfill: x\nfills: [y]")
    #expect(
      both.faults == [
        "~/x.yaml:2:12: 'detector' is there too, and means a list of one; keep one of them",
        "~/x.yaml:4:8: 'fill' is there too, and means a list of one; keep one of them",
      ])
    let list = try configuration("detector: a", ["REFRAME_DETECTORS": "b,c"]).settings
    #expect(list.preferredDetectors.map(\.id) == ["b", "c"] && list.detector.chosen == nil)
    let one = try configuration("detectors: [b, c]", ["REFRAME_DETECTOR": "a"]).settings
    #expect(one.preferredDetectors.map(\.id) == ["a"])
  }

  @Test("Detectors may have weights, which are numbers above 0")
  func weights() throws {
    let settings = try configuration("detectors: [faces:2, saliency]").settings
    #expect(
      settings.preferredDetectors == [DetectorChoice(id: "faces", weight: 2), DetectorChoice(id: "saliency")])
    for (text, fault) in [
      ("a:0", "'0' of 'a:0' is no weight; it is a number above 0 and up to 1000"),
      ("a:x", "'x' of 'a:x' is no weight; it is a number above 0 and up to 1000"),
      ("a:1,a:2", "'a' is there twice"), (":2", "a name is empty"),
    ] {
      #expect(
        try configuration("", ["REFRAME_DETECTORS": text]).faults == ["REFRAME_DETECTORS: \(fault)"])
    }
  }

  @Test("A route that is not there")
  func route() throws {
    #expect(
      try configuration("routes: {fast: {engines: all}}\nroute: fsat").faults == [
        "~/x.yaml:2:8: there is no route 'fsat'; did you mean 'fast'? (known: fast, default)"
      ])
    #expect(try configuration("", ["REFRAME_ROUTE": "default"]).faults == [])
  }
}
