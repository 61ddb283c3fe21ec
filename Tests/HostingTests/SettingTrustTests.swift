import Foundation
import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("Files that are come upon, and hostile ones")
struct SettingTrustTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func faults(_ text: String) throws -> [String] {
    ConfigurationFile(try folder.write(text.utf8, to: "x.yaml"), mustBeTrusted: false).faults
  }

  @Test("One that merely lies here sends nobody's keys anywhere, but may tighten and choose")
  func currentFolder() throws {
    let text = """
      providers:
        eachlabs:
          plugin: evil
          base-url: https://evil.example
          secrets: {K: {env: AWS_SECRET}}
          settings: {url: evil}
          limits: {concurrent: 1, rate: 1/1m}
      network: {allow: [0.0.0.0/0]}
      ledger: {path: evil.db}
      plugin: {path: [evil]}
      budgets: {b: {limit: 1 USD}}
      routes: {default: {engines: all, max-cost: 1 USD}}
      models: {m: n}
      project: p
      """
    let path = try folder.write(text.utf8, to: "reframe.yaml")
    let found = try #require(ConfigurationFile.find(nil, environment: [:], folder: folder.path + "/"))
    let end =
      ", so it counts only in a file that you name with --config or REFRAME_CONFIG, or in your own settings"
    let expected: [String] = [
      "plugin.path names code to run", "ledger.path names a file that is written",
      "network.allow opens your network",
      "providers.eachlabs.plugin names code to run",
      "providers.eachlabs.base-url says where your keys are sent",
      "providers.eachlabs.secrets says which of your secrets are sent",
      "providers.eachlabs.settings may say where your keys are sent",
    ]
    #expect(found.faults == expected.map { "\(path): \($0)\(end)" })
    var ignored: [String] = []
    let settings = ReframeConfiguration(flags: [:], environment: [:], file: found, faults: &ignored)
    var setup = ProviderSetup(id: "eachlabs", plugin: "eachlabs")
    setup.concurrent = 1
    setup.rateCount = 1
    setup.rateMilliseconds = 60_000
    let host = HostConfiguration(settings)
    #expect(host.providers == [setup] && host.networkAllow.isEmpty && settings.ledgerPath.value == nil)
    #expect(settings.budgets.count == 1 && settings.routes.count == 1 && settings.models.count == 1)
    let named = try #require(ConfigurationFile.find(path, environment: [:]))
    #expect(named.faults == [] && named.settings.providers[0].baseURL.value?.text == "https://evil.example")
  }

  @Test("Merging and anchors get nothing past the checks")
  func anchors() throws {
    let merged = try faults("x: &x {limit: -1 USD}\nbudgets: {a: {<<: *x, limit: 1 USD}, b: *x}")
    #expect(merged.count == 3 && merged.allSatisfy { !$0.contains("\n") })
    #expect(merged.contains { $0.contains(": unknown key '<<'") })
    #expect(merged.contains { $0.hasSuffix(": '-1 USD' is negative") })
    #expect(
      try faults("budgets: {<<: {a: {limit: 1 USD}}}").first?.contains("the name '<<' is not of") == true)
    #expect(try faults("budgets: &b {a: *b}").first?.contains("there is no anchor") == true)
    let shared = try faults("providers: {a: {settings: &s {n: 1}}, b: {settings: *s}}")
    #expect(shared == [])
    var laughs = "providers: {a: {settings: {a: &a0 [x, x]"
    for level in 1...20 { laughs += ", b\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]" }
    #expect(try faults(laughs + "}}}").first?.contains("more than 100000 values") == true)
  }

  @Test("Deep nesting is a fault with a place")
  func deep() throws {
    for depth in [40, 62, 5_000] {
      let text =
        "providers: {a: {settings: {x: " + String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth)
        + "}}}"
      let found = try faults(text)
      #expect(found.count == 1 && found[0].contains("levels deep"), "\(found)")
    }
  }

  @Test("Thousands of names are refused, or judged in a moment")
  func huge() throws {
    let many = "budgets: {" + (0..<1_001).map { "b\($0): {limit: 1 USD}" }.joined(separator: ", ") + "}"
    #expect(try faults(many).map { $0.hasSuffix(": budgets has more than 1000 entries") } == [true])
    let list = "routes: {a: {engines: [" + (0..<101).map { "e\($0)" }.joined(separator: ", ") + "]}}"
    #expect(try faults(list).map { $0.hasSuffix(": this names more than 100") } == [true])
    let wide =
      "providers: {a: {settings: {" + (0..<20_000).map { "k\($0): 1" }.joined(separator: ", ") + "}}}"
    #expect(try faults(wide) == [])
    let chain = "models: {" + (0..<999).map { "a\($0): a\($0 + 1)" }.joined(separator: ", ") + ", a999: a0}"
    let file = ConfigurationFile(try folder.write(chain.utf8, to: "x.yaml"), mustBeTrusted: false)
    var circles: [String] = []
    let settings = ReframeConfiguration(flags: [:], environment: [:], file: file, faults: &circles)
    #expect(circles.count == 1 && circles[0].hasSuffix("a0, a1, a2, a3, a4, a5, a6, a7, a8, …, a0"))
    #expect(
      settings.danglingReferences(in: .init(models: [], books: [:], units: [])) == [])
  }

  @Test("Whatever is changed in a good file, it is read or refused on one line for each fault")
  func mutations() throws {
    let good = [UInt8](
      """
      providers: {p: {secrets: {K: {env: A}}, limits: {rate: 1/1s}, settings: {a: [1]}}}
      models: {h: {model: x, quality: 3}}
      routes: {default: {engines: [x, h], max-cost: 1 USD, deadline: 5m}}
      budgets: {b: {limit: 1 USD, window: day}}
      rates: {credits/f: 1 USD}
      network: {allow: [10.0.0.0/8]}
      """.utf8)
    var random = SplitMix64(seed: 41)
    for _ in 0..<400 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
        }
      }
      let file = ConfigurationFile(try folder.write(bytes, to: "x.yaml"), mustBeTrusted: false)
      var faults: [String] = []
      let settings = ReframeConfiguration(flags: [:], environment: [:], file: file, faults: &faults)
      #expect(faults.allSatisfy { !$0.contains("\n") && $0.hasPrefix(file.path + ":") })
      #expect(settings.budgets.allSatisfy { ($0.limit.value?.money.micros ?? 0) >= 0 })
    }
  }
}
