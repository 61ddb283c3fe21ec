@testable import Commands
import Foundation
import TestSupport
import Testing

@Suite("A plugin is inspected without running it")
struct PluginInspectCommandTests {
  private func bundles() throws -> TestBundles {
    let bundles = try TestBundles(own: ["SolidFill"])
    try bundles.add(
      id: "cloudy",
      manifest: """
        {"id": "cloudy", "name": "Cloud", "description": "Expands.", "version": "2.1.0", "contract": "1.0",
         "minimumHost": "0.1", "kinds": ["provider"], "library": "l.so", "concurrency": "concurrent", "license": "MIT",
         "hosts": ["api.cloudy.example"], "secrets": ["CLOUDY_KEY"], "acceptsCards": true, "licence": "MIT",
         "parameters": {"properties": {"tries": {"type": "integer", "minimum": 1, "maximum": 4, "default": 2,
           "description": "how often"}, "name": {"type": "string", "maxLength": 9}, "kind": {"type": "string",
           "enum": ["a", "b"]}}, "required": ["name"]},
         "models": [{"slug": "cloudy/one", "vendor": "Cloudy", "title": "One", "medium": "image", "lifecycle": "stable",
           "modes": ["expand"], "formats": ["png"], "outputLimit": 1, "averageSeconds": 3, "pricing": null,
           "parameters": {"properties": {"seed": {"type": "integer", "minimum": 0}}}}]}
        """, library: "libFixturePlugin.so", as: "l.so")
    return bundles
  }

  @Test("Everything that it declares, its models and their parameters")
  func text() throws {
    let bundles = try bundles()
    defer { withExtendedLifetime(bundles) {} }
    let outcome = try Sandbox(plugins: bundles.path).run("plugin", "inspect", "cloudy")
    #expect(outcome.code == .success)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.hasPrefix("  Needs") && !$0.hasPrefix("  Built by") && !$0.hasPrefix("  l.so")
        && !$0.hasPrefix("  plugin.json  ")
    }
    #expect(
      lines.joined(separator: "\n") == """
        cloudy 2.1.0: Cloud

          About     Expands.
          Folder    plugins/cloudy.reframeplugin
          State     used
          Kinds     provider
          Contract  1.0
          Host      reframe 0.1 or newer
          Runs      in this process
          Calls     concurrent
          Licence   MIT
          Reaches   api.cloudy.example
          Secrets   CLOUDY_KEY
          Models    also those whose cards stand in files
          Library   l.so

        Parameters
          kind   string   a | b
          name   string   to 9 characters, required
          tries  integer  1 to 4 (default 2)         how often

        Remarks
          plugin.json: there is no member 'licence'; did you mean 'license'?

        Files

        Model cloudy/one: One

          Vendor       Cloudy
          Works on     images
          Lifecycle    stable
          Run by       no provider installed
          Modes        expand
          Ratios       any
          Resolutions  no choice
          Reads        images; formats not published
          Writes       png
          Limits       none published
          Time         3 s
          Price        unknown

        Parameters
          seed  integer  from 0

        """)
  }

  @Test("Why it is not used: shadowed, disabled, refused, or nowhere looked for")
  func states() throws {
    let (first, second) = (try bundles(), try bundles())
    let sandbox = try Sandbox(plugins: first.path)
    func state(_ arguments: String...) -> String? {
      let output = sandbox.run(["plugin", "inspect"] + arguments, environment: ["HOME": "~/home"]).output
      return output.split(separator: "\n").first { $0.hasPrefix("  State") }.map { String($0.dropFirst(12)) }
    }
    let shadowed = "\(second.path)/solid.reframeplugin"
    #expect(state("solid") == "used")
    #expect(state(shadowed) == "not used, as it is in none of the folders with plugins")
    #expect(state("solid", "--plugin-path", second.path) == "used")
    try FileManager.default.copyItem(
      atPath: "\(first.path)/solid.reframeplugin", toPath: "\(first.path)/dim.reframeplugin")
    #expect(
      sandbox.run("plugin", "inspect", "dim").output.contains(
        "refused: the folder of a plugin with the id 'solid' is named solid.reframeplugin\n"))
    _ = sandbox.run(["plugin", "disable", "solid"], environment: ["HOME": "~/home"])
    #expect(state("solid") == "disabled; to use it again, run 'reframe plugin enable solid'")
    withExtendedLifetime((first, second)) {}
  }

  @Test("As JSON, with the copies that are shadowed")
  func json() throws {
    let (first, second) = (try bundles(), try bundles())
    let outcome = try Sandbox(plugins: first.path).run(
      "plugin", "inspect", "solid", "--json", "--plugin-path", second.path)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["state"] as? String == "used")
    #expect((object["manifest"] as? [String: Any])?["id"] as? String == "solid")
    let copies = try #require(object["copies"] as? [[String: String]])
    #expect(copies.map { $0["state"] } == ["shadowed by \(second.path)/solid.reframeplugin"])
    let files = try #require(object["files"] as? [[String: Any]])
    #expect(files.map { $0["name"] as? String } == ["libSolidFill.so", "plugin.json"])
    withExtendedLifetime(second) {}
  }

  @Test("Needs a name that is known")
  func usage() throws {
    let bundles = try bundles()
    defer { withExtendedLifetime(bundles) {} }
    let sandbox = try Sandbox(plugins: bundles.path)
    #expect(
      sandbox.run("plugin", "inspect", "cluody").error
        == "reframe: there is no plugin 'cluody'; did you mean 'cloudy'?\n")
    #expect(
      sandbox.run("plugin", "inspect").error
        == "reframe: say which plugin: reframe plugin inspect ID|PATH [options]\n")
  }
}
