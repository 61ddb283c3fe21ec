@testable import Commands
import Foundation
import TestSupport
import Testing

@Suite("Settings with names of the user's, checked and shown")
struct ConfigEntriesTests {
  let sandbox: Sandbox
  private let bundles: TestBundles

  init() throws {
    bundles = try TestBundles(own: ["LocalEngine", "SolidFill", "BlurFill"])
    try bundles.addFixture()
    let manifest = """
      {"id": "each", "version": "1.0.0", "contract": "1.0", "kinds": ["provider"], "library": "libLocalEngine.so",
       "secrets": ["EACH_KEY", "SECOND_KEY"], "models": []}
      """
    try bundles.add(id: "each", manifest: manifest, library: "libLocalEngine.so")
    sandbox = try Sandbox(plugins: bundles.path)
  }

  private static let file = """
    detectors: [fixture]
    providers:
      each:
        base-url: https://gateway.example/v1
        secrets: {EACH_KEY: {file: key}}
        limits: {concurrent: 10, rate: 100/60s}
        settings: {region: eu}
    models: {hero: reframe-image}
    routes:
      default: {engines: [local/reframe, hero], prefer: cheapest, max-cost: 0.05 USD, fallback: none}
    budgets: {team: {limit: 10 USD, window: day, provider: each}}
    rates: {credits/fashn: 0.075 USD}
    price-books: {fashn: 2026-06}
    key: ci

    """

  @Test("A file with all of it is right")
  func right() throws {
    try sandbox.folder.write(Self.file.utf8, to: "r.yaml")
    try sandbox.folder.write("s3cret".utf8, to: "key")
    let outcome = sandbox.run("config", "check", "~/r.yaml")
    #expect(outcome.output == "~/r.yaml: OK\n")
    #expect(outcome.code == .success && outcome.error.isEmpty)
  }

  @Test("What it refers to is looked for, in the catalogue too")
  func dangling() throws {
    let text = Self.file.replacing("hero: reframe-image", with: "hero: reframe-imgae")
      .replacing("provider: each", with: "provider: eahc").replacing("2026-06", with: "2026-07")
      .replacing("EACH_KEY:", with: "EACH_KYE:")
    try sandbox.folder.write(text.utf8, to: "r.yaml")
    let outcome = sandbox.run(
      ["config", "check", "~/r.yaml"],
      environment: ["REFRAME_BUDGETS_TEAM_WINDW": "day", "EACH_KEY_FILE": "~/none"])
    #expect(outcome.code == .usage && outcome.error.isEmpty)
    let lines: [String] = outcome.output.split(separator: "\n").map {
      String($0.replacing(#/ \(known: .*\)/#, with: ""))
    }
    let expected: [String] = [
      "REFRAME_BUDGETS_TEAM_WINDW: this fits no setting; did you mean 'REFRAME_BUDGETS_TEAM_WINDOW'?",
      "~/r.yaml:5:15: there is no secret 'EACH_KYE' of the provider 'each'; did you mean 'EACH_KEY'?",
      "~/r.yaml:11:56: there is no provider 'eahc'; did you mean 'each'?",
      "~/r.yaml:5:15: the file '~/key' of the secret 'EACH_KYE': no such file or directory",
      "EACH_KEY_FILE: the file '~/none' of the secret 'EACH_KEY': no such file or directory",
      "~/r.yaml:8:16: there is no model or alias 'reframe-imgae'; did you mean 'reframe-image'?",
      "~/r.yaml:13:22: there is no version '2026-07' of the price book 'fashn'; did you mean '2026-06'?",
    ]
    #expect(lines == expected)
  }

  @Test("Plugins of the checked file's own folders are not asked for their models, which are then not judged")
  func untrusted() throws {
    let own = try TestBundles(own: [])
    let manifest = """
      {"id": "mine", "version": "1.0.0", "contract": "1.0", "kinds": ["provider"], "library": "libLocalEngine.so"
      """
    try own.add(id: "mine", manifest: manifest + "}", library: "libLocalEngine.so")
    let text = "plugin: {path: [\(own.path)]}\nmodels: {a: whatever}\nprice-books: {fashn: x}\n"
    try sandbox.folder.write(text.utf8, to: "r.yaml")
    let book = "~/r.yaml:3:22: there is no version 'x' of the price book 'fashn' (known: 2026-06)\n"
    #expect(sandbox.run("config", "check", "~/r.yaml").output == book)
    try own.add(
      id: "mine", manifest: manifest + ", \"models\": []}", library: "libLocalEngine.so", as: "x.so")
    let model = "~/r.yaml:2:13: there is no model or alias 'whatever' "
    #expect(sandbox.run("config", "check", "~/r.yaml").output.hasPrefix(model))
  }

  @Test("Shown with who said it, secrets only by where they are")
  func shown() throws {
    try sandbox.folder.write(Self.file.utf8, to: "r.yaml")
    try sandbox.folder.write("s3cret".utf8, to: "key")
    let outcome = sandbox.run(
      ["config", "show", "--config", "~/r.yaml", "--project", "spring"],
      environment: ["SECOND_KEY": "s3cret", "REFRAME_ROUTES_DEFAULT_LOCAL": "last"])
    #expect(outcome.code == .success && outcome.error.isEmpty && !outcome.output.contains("s3cret"))
    let lines: [String] = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0.replacing(#/ +/#, with: " ")) }
    let start = try #require(lines.firstIndex(of: "route default default"))
    let expected: [String] = [
      "route default default", "project spring --project", "key ci ~/r.yaml:14:6",
      "ledger.path ledger.db in the user's data folder default",
      "network.allow public addresses alone default",
      "providers.each.plugin each default",
      "providers.each.base-url https://gateway.example/v1 ~/r.yaml:4:15",
      "providers.each.secrets EACH_KEY from the file ~/key, set ~/r.yaml:5:15",
      " SECOND_KEY from the variable SECOND_KEY, set default",
      "providers.each.limits.concurrent 10 ~/r.yaml:6:26", "providers.each.limits.rate 100/60s ~/r.yaml:6:36",
      "providers.each.settings {\"region\":\"eu\"} ~/r.yaml:7:15",
      "models.hero.model reframe-image ~/r.yaml:8:16",
      "models.hero.parameters none default", "models.hero.quality the model's default",
      "routes.default.engines local/reframe ~/r.yaml:10:22", " hero ~/r.yaml:10:22",
      "routes.default.prefer cheapest ~/r.yaml:10:53",
      "routes.default.local last REFRAME_ROUTES_DEFAULT_LOCAL",
      "routes.default.max-cost 0.05 USD ~/r.yaml:10:73", "routes.default.allow-unknown-price false default",
      "routes.default.prepare true default", "routes.default.fallback none ~/r.yaml:10:93",
      "routes.default.deadline 15m, and 1h for videos default",
      "budgets.team.limit 10 USD ~/r.yaml:11:25", "budgets.team.window day ~/r.yaml:11:41",
      "budgets.team.provider each ~/r.yaml:11:56", "budgets.team.project all default",
      "budgets.team.key all default",
      "rates.credits/fashn 0.075 USD ~/r.yaml:12:24", "price-books.fashn 2026-06 ~/r.yaml:13:22", "",
      "Read from ~/r.yaml", "",
    ]
    #expect(Array(lines[start...]) == expected)
  }

  @Test("Shown as JSON")
  func json() throws {
    try sandbox.folder.write(Self.file.utf8, to: "r.yaml")
    let outcome = sandbox.run("config", "show", "--json", "--config", "~/r.yaml")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let settings = try #require(object["settings"] as? [[String: Any]])
    func rows(_ name: String) -> [[String: Any]] { settings.filter { $0["name"] as? String == name } }
    let secret = try #require(rows("providers.each.secrets").first?["value"] as? [String: Any])
    #expect(secret["name"] as? String == "EACH_KEY" && secret["from"] as? String == "the file ~/key")
    #expect(secret["isSet"] as? Bool == false && secret.count == 3)
    let rate = try #require(rows("providers.each.limits.rate").first)
    #expect(rate["value"] as? String == "100/60s" && rate["place"] as? String == "~/r.yaml:6:36")
    #expect(rate["environment"] as? String == "REFRAME_PROVIDERS_EACH_LIMITS_RATE")
    #expect(rows("routes.default.engines").map { $0["value"] as? String } == ["local/reframe", "hero"])
    let deadline = try #require(rows("routes.default.deadline").first)
    #expect(deadline["value"] is NSNull && deadline["from"] as? String == "default")
  }

  @Test("What a plugin is told of secrets is not shown")
  func hidden() throws {
    let settings =
      "{webhook: https://your.host/done, webhookSecret: s3cret, more: [{token: t0ken, password: 5}]}"
    try sandbox.folder.write(Self.file.replacing("{region: eu}", with: settings).utf8, to: "r.yaml")
    for options in [["--json"], []] {
      let outcome = sandbox.run(["config", "show", "--config", "~/r.yaml"] + options)
      #expect(outcome.code == .success && outcome.output.contains("https:"))
      #expect(!outcome.output.contains("s3cret") && !outcome.output.contains("t0ken"))
    }
  }

  @Test("What an option says is judged as what a file says")
  func options() {
    #expect(
      sandbox.run("config", "show", "--project", "a\nb").error
        == "reframe: --project: expected at most 100 signs on one line\n")
    #expect(
      sandbox.run("config", "show", "--route", "fast").error
        == "reframe: --route: there is no route 'fast' (known: default)\n")
    #expect(
      sandbox.run("config", "show", "--ledger", "/tmp/").error
        == "reframe: --ledger: this is not the path of a file\n")
  }
}
