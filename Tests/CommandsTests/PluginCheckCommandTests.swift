@testable import Commands
import Testing
import TestSupport

@Suite("The check of a plugin")
struct PluginCheckCommandTests {
  @Test(
    "Says what is wrong with the command line",
    arguments: [
      ([], "name one plugin, by its folder or its id; see 'reframe plugin check --help'"),
      (["a", "b"], "name one plugin, by its folder or its id; see 'reframe plugin check --help'"),
      (["a", "--only", "guard-page"], "--only: there is no test 'guard-page'; did you mean 'guard-pages'?"),
      (["a", "--settings", "~/none.json"], "--settings: '~/none.json' cannot be read"),
      (["a", "--time-limit", "0"], "--time-limit: seconds are more than 0"),
    ] as [([String], String)])
  func usage(arguments: [String], message: String) throws {
    let outcome = try Sandbox().run(["plugin", "check"] + arguments)
    #expect(outcome.code == .usage)
    #expect(outcome.error == "reframe: \(message)\n")
  }

  @Test("Says that there is no such plugin, or why it is refused")
  func missing() throws {
    let sandbox = try Sandbox()
    #expect(
      sandbox.run("plugin", "check", "nobody").error
        == "reframe: there is no plugin 'nobody'; name its folder, or see 'reframe plugin list'\n")
    let outcome = sandbox.run("plugin", "check", "~/none.reframeplugin")
    #expect(outcome.code == .failure)
    #expect(outcome.error == "reframe: none.reframeplugin: No such file or directory\n")
  }

  @Test("Finds an installed plugin by its id, and runs what was asked for")
  func installed() throws {
    let outcome = try ChildProcess.run(
      ChildProcess.reframe, ["plugin", "check", "mirror", "--only", "guard-pages,opens"])
    #expect(outcome.code == 0, "\(outcome.error)")
    let words = outcome.output.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ").prefix(2) }
    #expect(words.prefix(2).map { $0.joined(separator: " ") } == ["ok opens", "ok guard-pages"])
  }

  @Test("Lists the tests with their rules")
  func list() throws {
    let outcome = try Sandbox().run("plugin", "check", "--list")
    #expect(outcome.code == .success)
    #expect(
      outcome.output.contains(
        "\nguard-pages          Nothing is read or written before the first byte of a picture or behind its last.\n"
      ))
  }
}
