@testable import Commands
import Foundation
import Testing
import TestSupport

@Suite("The settings, checked and shown")
struct ConfigCommandTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let file = """
    detector: fixture
    fill: {id: solid, parameters: {color: "#ff0000"}}
    output:
      format: webp
      quality: 70

    """

  @Test("A file that is right")
  func right() throws {
    try sandbox.folder.write(Self.file.utf8, to: "r.yaml")
    let outcome = sandbox.run("config", "check", "~/r.yaml")
    #expect(outcome.code == .success)
    #expect(outcome.output == "~/r.yaml: OK\n")
    #expect(outcome.error.isEmpty)
    #expect(
      sandbox.run(["config", "check"], environment: ["REFRAME_CONFIG": "~/r.yaml"]).output == "~/r.yaml: OK\n"
    )
    #expect(sandbox.run("config", "check").output == "OK: there is no configuration file\n")
  }

  @Test("Everything that is wrong, a line each")
  func wrong() throws {
    let text = """
      detector: fixtur
      outptu: {}
      output:
        quality: "70"
        quality: 71
      fill: solid:colour=red
      """
    try sandbox.folder.write(text.utf8, to: "r.yaml")
    let outcome = sandbox.run(["config", "check", "~/r.yaml"], environment: ["REFRAME_JOBS": "many"])
    #expect(outcome.code == .usage)
    #expect(outcome.error.isEmpty)
    #expect(
      outcome.output == """
        REFRAME_JOBS: 'many' is not a whole number
        ~/r.yaml:2:1: unknown key 'outptu'; did you mean 'output'? (known: budgets, catalogue, detector, detectors, fill, \
        fill-floor, fills, generation-mode, jobs, key, ledger, limits, mode, models, network, output, plugin, plugins, price-books, project, \
        provider, providers, rates, resolution, route, routes)
        ~/r.yaml:4:12: expected a whole number, found the string '70'
        ~/r.yaml:5:3: the key 'quality' is there already, in line 4
        ~/r.yaml:1:11: there is no detector 'fixtur'; did you mean 'fixture'? (known: fixture)
        ~/r.yaml:6:7: fill 'solid': there is no parameter 'colour'; did you mean 'color'? (known: color)

        """)
    #expect(
      sandbox.run("config", "check", "~/none.yaml").output == "~/none.yaml: no such file or directory\n")
  }

  @Test("Shown with who said it, in the order of the search for plugins")
  func shown() throws {
    try sandbox.folder.write(
      (Self.file + "plugin: {path: [mine]}\ncatalogue: {path: [ours]}\n").utf8, to: "r.yaml")
    let outcome = sandbox.run(
      [
        "config", "show", "--config", "~/r.yaml", "-q", "90", "--plugin-path", "/p", "--no-keep-metadata",
        "--catalogue", "/c",
      ],
      environment: ["REFRAME_JOBS": "3", "REFRAME_OUTPUT_FORMAT": "png"])
    #expect(outcome.code == .success)
    #expect(outcome.error.isEmpty)
    // Where plugins are looked for by default is the system's, and its width the columns'.
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasSuffix(" default") || !$0.hasPrefix(" ") }
      .map { $0.replacing(#/ +/#, with: " ") }
    #expect(
      lines == [
        "plugin.path /p --plugin-path", " plugins REFRAME_PLUGIN_PATH", " ~/mine ~/r.yaml:6:16",
        "plugin.placement in-process default",
        "catalogue.path /c --catalogue", " catalogue REFRAME_CATALOGUE_PATH", " ~/ours ~/r.yaml:7:19",
        "provider local default", "detector fixture ~/r.yaml:1:11", "detectors faces default",
        "fill {\"id\":\"solid\",\"parameters\":{\"color\":\"#ff0000\"}} ~/r.yaml:2:7", "fills auto default",
        "fill-floor 0.5, 0 beside fill default",
        "generation-mode balanced default", "mode auto default",
        "resolution the source's scale default", "output.format png REFRAME_OUTPUT_FORMAT",
        "output.quality 90 --quality", "output.keep-metadata false --no-keep-metadata",
        "limits.max-pixels 268435456 default", "jobs 3 REFRAME_JOBS", "route default default",
        "project none default", "key none default", "ledger.path ledger.db in the user's data folder default",
        "network.allow public addresses alone default", "", "Read from ~/r.yaml", "",
      ])
    #expect(sandbox.run("config", "show").output.hasSuffix("\nThere is no configuration file.\n"))
  }

  @Test("The example that everybody copies is right")
  func example() throws {
    let url = TestBundles.repository.appending(path: "README.md")
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let start = try #require(text.range(of: "```yaml\n")?.upperBound)
    let end = try #require(text.range(of: "```", range: start..<text.endIndex)?.lowerBound)
    try sandbox.folder.write(text[start..<end].utf8, to: "r.yaml")
    #expect(sandbox.run("config", "check", "~/r.yaml").output == "~/r.yaml: OK\n")
  }

  @Test("Shown as JSON")
  func json() throws {
    try sandbox.folder.write(Self.file.utf8, to: "r.yaml")
    let outcome = sandbox.run(["config", "show", "--json"], environment: ["REFRAME_CONFIG": "~/r.yaml"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["file"] as? String == "~/r.yaml")
    let settings = try #require(object["settings"] as? [[String: Any]])
    let quality = try #require(settings.first { $0["name"] as? String == "output.quality" })
    #expect(quality["value"] as? Int == 70)
    #expect(quality["from"] as? String == "file")
    #expect(quality["place"] as? String == "~/r.yaml:5:12")
    #expect(quality["environment"] as? String == "REFRAME_OUTPUT_QUALITY")
    #expect(quality["option"] as? String == "--quality")
    let jobs = try #require(settings.first { $0["name"] as? String == "jobs" })
    #expect(jobs["value"] is NSNull && jobs["from"] as? String == "default" && jobs["place"] == nil)
  }

  @Test(
    "A wrong command line says what would be right",
    arguments: [
      (["config", "chekc"], "'reframe config' does not know 'chekc'; did you mean 'check'?"),
      (["config", "x"], "'reframe config' does not know 'x'; see 'reframe config --help'"),
      (["config", "check", "a", "b"], "'reframe config check' checks one file at a time"),
      (["config", "show", "a"], "'reframe config show' takes no 'a'; name a file with --config"),
      (["config", "show", "--config="], "--config needs the name of a file"),
      (["config", "show", "--config", "~/no"], "~/no: no such file or directory"),
      (
        ["config", "show", "--keep-metadata", "--no-keep-metadata"],
        "--keep-metadata and --no-keep-metadata contradict each other"
      ),
    ])
  func usage(arguments: [String], message: String) {
    let outcome = sandbox.run(arguments)
    #expect(outcome.code == .usage)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error == "reframe: \(message)\n")
  }
}
