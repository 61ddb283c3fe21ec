@testable import Commands
import Foundation
import TestSupport
import Testing

@Suite("Plugins are managed from the command line")
struct PluginManagementTests {
  private let sandbox: Sandbox
  private let empty: TestBundles
  private let source: TestBundles

  /// A user without any plugin, and the mirror fill somewhere else.
  init() throws {
    empty = try TestBundles(own: [])
    sandbox = try Sandbox(plugins: empty.path)
    source = try TestBundles(own: ["MirrorFill"])
  }

  private var mirror: String { "\(source.path)/mirror.reframeplugin" }
  private let place = "~/home/.local/share/reframe/plugins/mirror.reframeplugin"

  private func run(_ arguments: String...) -> Sandbox.Outcome {
    sandbox.run(["plugin"] + arguments, environment: ["HOME": "~/home"])
  }

  /// The list without the plugins that lie beside the tests' own executable.
  private func list() -> String { run("list", "--no-open").output }

  @Test("From installing to removing")
  func life() throws {
    #expect(run("install", mirror).output == "installed mirror 1.0.0: \(place)\n")
    #expect(
      list().contains(
        "mirror  fill  1.0.0   Continues the picture with its own reflection.\n        \(place)\n"))
    #expect(run("install", mirror + "/").output == "installed mirror 1.0.0, again: \(place)\n")

    #expect(
      run("disable", "mirror").output == "mirror is disabled; 'reframe plugin enable mirror' undoes it\n")
    #expect(
      list().contains("  \(place)\n    disabled; to use it again, run 'reframe plugin enable mirror'\n"))
    let again = run("install", mirror)
    #expect(
      again.error
        == "reframe: it is not used: disabled; to use it again, run 'reframe plugin enable mirror'\n")
    #expect(run("enable", "mirror").output == "mirror is used: \(place)\n")
    #expect(run("enable", "mirror").output == "mirror was not disabled\nmirror is used: \(place)\n")

    #expect(run("remove", "mirror").output == "removed \(place)\n")
    let gone = run("remove", "mirror")
    #expect(gone.code == .usage)
    #expect(
      gone.error
        == "reframe: there is no plugin 'mirror'; 'reframe plugin list' shows those that there are\n")
  }

  @Test("What another folder has is not removed, and its copy is used where the user's is gone")
  func elsewhere() throws {
    let path = ["--plugin-path", source.path]
    _ = run("install", mirror)
    #expect(
      sandbox.run(["plugin", "remove", "mirror"] + path, environment: ["HOME": "~/home"]).output
        == "removed \(place)\n\(mirror) is used now\n")
    let refused = sandbox.run(["plugin", "remove", "mirror"] + path, environment: ["HOME": "~/home"])
    #expect(refused.code == .failure)
    #expect(
      refused.error
        == "reframe: 'mirror' is not in ~/home/.local/share/reframe/plugins but at \(mirror), where you "
        + "did not install it; remove it with what put it there, or run 'reframe plugin disable mirror'\n")
  }

  @Test("What cannot be installed is named with the reason")
  func refused() throws {
    let none = run("install", "~/none.tar")
    #expect(none.code == .failure)
    #expect(none.error == "reframe: '~/none.tar' was not installed: ~/none.tar: No such file or directory\n")
    try sandbox.folder.write("no archive".utf8, to: "a.zip")
    #expect(
      run("install", "~/a.zip").error.hasPrefix(
        "reframe: '~/a.zip' was not installed: it cannot be read as an archive: "))
    #expect(run("install").error == "reframe: say which plugin: reframe plugin install PATH [options]\n")
    #expect(
      run("install", "a", "b").error
        == "reframe: 'reframe plugin install' takes no 'b'; see 'reframe plugin install --help'\n")
    #expect(run("disable", "miror").error.hasPrefix("reframe: there is no plugin 'miror'; "))
    #expect(
      sandbox.run("plugin", "install", mirror).error
        == "reframe: nobody knows where your plugins lie; set HOME, or say --to FOLDER\n")
  }

  @Test("Another folder is named on request")
  func to() throws {
    let outcome = run("install", mirror, "--to", "~/mine")
    #expect(outcome.output == "installed mirror 1.0.0: ~/mine/mirror.reframeplugin\n")
    #expect(
      outcome.error
        == "reframe: it is not found there; look there with --plugin-path or the setting plugin.path\n")
    #expect(run("remove", "mirror", "--from", "~/mine").output == "removed ~/mine/mirror.reframeplugin\n")
  }
}
