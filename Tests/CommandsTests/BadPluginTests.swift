@testable import Commands
import Testing
import TestSupport

/// Plugins that cannot be used are named with the reason, before any picture is read.
@Suite("A plugin that cannot be used")
struct BadPluginTests {
  private func failure(_ prepare: (TestBundles) throws -> Void, code: ExitCode = .usage) throws -> String {
    let bundles = try TestBundles(own: ["LocalEngine", "BlurFill"])
    defer { withExtendedLifetime(bundles) {} }
    try prepare(bundles)
    let sandbox = try Sandbox(plugins: bundles.path)
    try sandbox.picture()
    let outcome = sandbox.run(
      "~/a.png", "-a", "1:1", "--focus", "0,0", "-m", "expand", "--fill", "bad", "-o", "~/out/")
    #expect(outcome.code == code)
    #expect(outcome.output.isEmpty)
    #expect(sandbox.folder.names == ["a.png"])
    #expect(outcome.error.count { $0 == "\n" } == 1)
    return outcome.error
  }

  private static func manifest(_ library: String) -> String {
    #"{"id": "bad", "version": "1.0.0", "contract": "1.0", "kinds": ["fill"], "library": "\#(library)"}"#
  }

  @Test("is missing")
  func missing() throws {
    #expect(try failure { _ in } == "reframe: there is no fill 'bad' (known: blur)\n")
  }

  @Test("has no library")
  func noLibrary() throws {
    let text = try failure {
      try $0.add(id: "bad", manifest: Self.manifest("none.so"), library: "libFixturePlugin.so")
    }
    #expect(
      text == "reframe: the plugin 'bad' at plugins/bad.reframeplugin was refused: "
        + "none.so: No such file or directory\n")
  }

  @Test("is no library")
  func notELF() throws {
    let text = try failure {
      try $0.add(id: "bad", manifest: Self.manifest("plugin.json"), library: "libFixturePlugin.so")
    }
    #expect(
      text == "reframe: the plugin 'bad' at plugins/bad.reframeplugin was refused: "
        + "plugin.json is not a shared library (no ELF header)\n")
  }

  @Test("was built for another contract")
  func contract() throws {
    let text = try failure { try $0.addFixture(id: "bad", contract: "3.1") }
    #expect(
      text == "reframe: the plugin 'bad' at plugins/bad.reframeplugin was refused: "
        + "plugin.json:1:35: contract: built for contract 3.1, and this host speaks 1.1; get a version of the plugin for 1.x\n"
    )
  }

  @Test("lacks the entry")
  func noEntry() throws {
    let text = try failure {
      try $0.add(id: "bad", manifest: Self.manifest("lib.so"), library: "libVipsCodec.so", as: "lib.so")
    }
    #expect(text.hasPrefix("reframe: the plugin 'bad' "))
    #expect(text.hasSuffix("lib.so has no entry named reframe_entry\n"))
  }

  @Test("claims an id that is not its own")
  func identity() throws {
    let text = try failure { try $0.addFixture(id: "bad") }
    #expect(text.hasPrefix("reframe: the plugin 'bad' "))
    #expect(text.hasSuffix("plugin.json says 'bad', the library says it is 'fixture'\n"))
  }

  @Test("is named by a manifest that is not JSON")
  func manifest() throws {
    let text = try failure { try $0.add(id: "bad", manifest: "not JSON", library: "libFixturePlugin.so") }
    #expect(
      text.hasPrefix("reframe: the plugin 'bad' at plugins/bad.reframeplugin was refused: plugin.json:1:1: "))
  }
}
