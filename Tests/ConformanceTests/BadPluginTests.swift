@testable import Conformance
import Foundation
import ReframeSDK
import Testing
import TestSupport

/// Plugins that break one rule each, which the test meant for it has to find, and no other.
@Suite("A plugin that breaks one rule")
struct BadPluginTests {
  struct Case: CustomTestStringConvertible {
    let rule: String
    let way: String?
    let kind: PluginKind
    /// What was seen, as far as it does not change.
    let seen: String

    var id: String { "bad-\(rule)\(way.map { ".\($0)" } ?? "")" }
    var testDescription: String { id }

    init(_ rule: String, _ way: String? = nil, _ kind: PluginKind = .fill, seen: String) {
      self.rule = rule
      self.way = way
      self.kind = kind
      self.seen = seen
    }
  }

  @Test("is caught by the test for that rule alone", arguments: cases)
  func caught(_ bad: Case) throws {
    let check = try Self.check(bad)
    #expect(check.code == 1)
    #expect(Array(check.failures.keys) == [bad.rule], "\(check.failures)")
    #expect(check.failures[bad.rule]?.contains(bad.seen) == true, "\(check.failures)")
  }

  @Test("is not among those that break none", arguments: PluginKind.allCases)
  func good(kind: PluginKind) throws {
    let check = try Self.check(Case("nothing", nil, kind, seen: ""))
    #expect(check.failures.isEmpty)
    #expect(check.code == 0, "\(check.output)\(check.error)")
  }

  @Test("is there for every rule")
  func complete() {
    #expect(Set(Self.cases.map(\.rule)) == Set(ConformanceTest.all.map(\.name)))
  }

  private static func check(_ bad: Case) throws -> Check {
    let bundles = try TestBundles(own: [])
    let library = bad.rule == "exported-symbols" ? "libBadExports.so" : "libBadPlugins.so"
    let bundle = try bundles.add(
      id: bad.id,
      manifest: """
        {"id": "\(bad.id)", "version": "1.0.0", "contract": "1.0", "kinds": ["\(bad.kind.rawValue)"],
         "library": "lib\(bad.id).so", "concurrency": "concurrent", "hosts": \(bad.kind == .provider ? #"["example.com"]"# : "[]")}
        """, library: library, as: "lib\(bad.id).so")
    var arguments = ["--json", bundle.path()]
    if bad.way == "hang" { arguments += ["--time-limit", "0.5"] }
    return try withExtendedLifetime(bundles) { try Check(arguments) }
  }
}
