import Testing
import TestSupport

/// The project's own plugins keep the contract.
@Suite("Our own plugins")
struct OwnPluginsTests {
  private static let targets =
    TestBundles.own + TestBundles.calculators + [
      "EachlabsProvider", "FASHNProvider", "LumaAgentsProvider", "DreamMachineProvider",
      "DeclarativeProvider",
      "MockProvider",
    ]

  @Test("pass every test", arguments: targets)
  func pass(target: String) throws {
    let bundles = try TestBundles(own: [target])
    let bundle = try #require(try bundles.only)
    var arguments = ["--json", bundle]
    if target == "DeclarativeProvider" {
      arguments += ["--settings", TestBundles.catalogue + "/vendors/replicate.json"]
    }
    let check = try Check(arguments)
    #expect(check.failures.isEmpty)
    #expect(check.code == 0, "\(check.output)\(check.error)")
  }
}
