@testable import Commands
import Foundation
import Testing
import TestSupport

@Suite("The list of plugins")
struct PluginListCommandTests {
  /// Usable plugins and one of each kind of bad bundle.
  private static func mixed() throws -> TestBundles {
    let bundles = try TestBundles(own: ["MirrorFill", "LocalEngine"])
    try bundles.addFixture()
    try bundles.addFixture(id: "claims", library: "libClaims.so")
    try bundles.addFixture(id: "stale", contract: "2.0")
    try bundles.add(
      id: "noelf",
      manifest: #"{"id":"noelf","version":"1","contract":"1.0","kinds":["fill"],"library":"plugin.json"}"#,
      library: "libFixturePlugin.so")
    try bundles.add(
      id: "entry",
      manifest:
        #"{"id":"entry","version":"1","contract":"1.0","kinds":["fill"],"library":"libVipsCodec.so"}"#,
      library: "libVipsCodec.so")
    try bundles.add(id: "broken", manifest: "{", library: "libFixturePlugin.so")
    return bundles
  }

  private func run(_ arguments: String..., bundles: TestBundles) throws -> Sandbox.Outcome {
    // No other folder is looked through.
    try Sandbox(plugins: bundles.path).run(["plugin", "list"] + arguments)
  }

  @Test("Says what was found and where, and what was refused and why")
  func text() throws {
    let outcome = try run(bundles: try Self.mixed())
    #expect(outcome.code == .success)
    #expect(outcome.error.isEmpty)
    #expect(
      outcome.output == """
        fixture  detector,fill  1.0.0
                 plugins/fixture.reframeplugin
        local    provider       1.0.0   Crops and expands pictures on this machine, offline and free.
                 plugins/local.reframeplugin
        mirror   fill           1.0.0   Continues the picture with its own reflection.
                 plugins/mirror.reframeplugin

        Refused:
          plugins/broken.reframeplugin
            plugin.json:1:2: expected the name of a member in double quotes, and the text ends
          plugins/noelf.reframeplugin
            plugin.json is not a shared library (no ELF header)
          plugins/stale.reframeplugin
            plugin.json:1:37: contract: built for contract 2.0, and this host speaks 1.1; get a version of the plugin for 1.x
          plugins/claims.reframeplugin
            plugin.json says 'claims', the library says it is 'fixture'
          plugins/entry.reframeplugin
            libVipsCodec.so has no entry named reframe_entry

        """)
  }

  @Test("Runs no plugin if asked not to")
  func unopened() throws {
    let outcome = try run("--no-open", bundles: try Self.mixed())
    #expect(outcome.output.hasPrefix("claims   detector,fill  1.0.0\n"))
    #expect(!outcome.output.contains("the library says"))
  }

  @Test("As JSON")
  func json() throws {
    let outcome = try run("--json", bundles: try Self.mixed())
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let plugins = try #require(object["plugins"] as? [[String: Any]])
    #expect(plugins.map { $0["id"] as? String } == ["fixture", "local", "mirror"])
    #expect(plugins.map { $0["kinds"] as? [String] } == [["detector", "fill"], ["provider"], ["fill"]])
    #expect(plugins.first?["path"] as? String == "plugins/fixture.reframeplugin")
    let refused = try #require(object["refused"] as? [[String: String]])
    #expect(refused.compactMap { $0["path"] }.count == 5)
    #expect(refused.allSatisfy { $0["reason"]?.isEmpty == false })
    #expect((object["searched"] as? [String])?.first == "plugins")
  }

  @Test("Folders on the command line come first and shadow the rest")
  func shadowed() throws {
    let first = try TestBundles(own: ["EdgeFill"])
    let second = try TestBundles(own: ["EdgeFill", "MirrorFill"])
    let outcome = try run("--plugin-path", first.path, bundles: second)
    #expect(outcome.output.contains(first.path + "/edge.reframeplugin\n"))
    #expect(outcome.output.contains("plugins/mirror.reframeplugin\n"))
    #expect(
      outcome.output.hasSuffix(
        "Refused:\n  plugins/edge.reframeplugin\n    shadowed by \(first.path)/edge.reframeplugin\n"))
  }

  @Test("Where nothing is, says where it looked")
  func none() throws {
    let outcome = try run(bundles: try TestBundles(own: []))
    #expect(outcome.code == .success)
    #expect(outcome.output.hasPrefix("No plugins were found. Looked in:\n  plugins\n"))
  }

  @Test("Takes no operands, and knows its options")
  func usage() throws {
    let bundles = try TestBundles(own: [])
    let extra = try run("x", bundles: bundles)
    #expect(extra.code == .usage)
    #expect(extra.error == "reframe: 'reframe plugin list' takes no 'x'; see 'reframe plugin list --help'\n")
    let unknown = try run("--jsn", bundles: bundles)
    #expect(unknown.code == .usage)
    #expect(unknown.error == "reframe: unknown option '--jsn'; did you mean '--json'?\n")
  }
}
