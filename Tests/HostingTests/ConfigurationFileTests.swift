import Foundation
import TestSupport
import Testing

@testable import Hosting

@Suite("The configuration file")
struct ConfigurationFileTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func find(_ environment: [String: String]) -> ConfigurationFile? { find(nil, environment) }

  private func find(_ explicit: String?, _ environment: [String: String]) -> ConfigurationFile? {
    ConfigurationFile.find(explicit, environment: environment, folder: folder.path + "/")
  }

  @Test("The named one first, then the variable's, the folder's, and the user's")
  func order() throws {
    var environment = [
      "REFRAME_CONFIG": folder["variable.yaml"], "XDG_CONFIG_HOME": folder["xdg"], "HOME": folder["home"],
    ]
    let flag = try folder.write("mode: crop".utf8, to: "flag.yaml")
    let home = try folder.write("mode: crop".utf8, to: "home/.config/reframe/reframe.yaml")
    let xdg = try folder.write("mode: crop".utf8, to: "xdg/reframe/reframe.yaml")
    let here = try folder.write("mode: crop".utf8, to: "reframe.yaml")
    let variable = try folder.write("mode: crop".utf8, to: "variable.yaml")
    #expect(find(flag, environment)?.path == flag)
    #expect(find(environment)?.path == variable)
    environment["REFRAME_CONFIG"] = ""
    #expect(find(environment)?.path == here)
    try FileManager.default.removeItem(atPath: here)
    #expect(find(environment)?.path == xdg)
    environment["XDG_CONFIG_HOME"] = "relative"
    #expect(find(environment)?.path == home)
    #expect(find(environment)?.faults == [])
    environment["HOME"] = nil
    #expect(find(environment) == nil)
  }

  @Test("The user's folder hides the home's even if it is empty")
  func hidden() throws {
    try folder.write("mode: crop".utf8, to: "home/.config/reframe/reframe.yaml")
    #expect(find(["XDG_CONFIG_HOME": folder["xdg"], "HOME": folder["home"]]) == nil)
  }

  @Test("A named one must be there and readable", arguments: ["flag", "variable"])
  func missing(by: String) {
    let path = folder["none.yaml"]
    let file = by == "flag" ? find(path, [:]) : find(["REFRAME_CONFIG": path])
    #expect(file?.faults == ["\(path): no such file or directory"])
    let directory = by == "flag" ? find(folder.path, [:]) : find(["REFRAME_CONFIG": folder.path])
    #expect(directory?.faults == ["\(folder.path): is a directory"])
  }

  @Test("One that was only come upon must not be anybody's, as plugins are code; a named one may")
  func trust() throws {
    let path = try folder.write("mode: crop".utf8, to: "reframe.yaml")
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    #expect(find([:])?.faults == ["\(path): can be written to by anybody; run chmod o-w on it"])
    #expect(find(path, [:])?.faults == [])
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(find([:])?.faults == [])
  }

  @Test("One that merely lies here names no code to run; a named one may")
  func noPluginsFromHere() throws {
    let path = try folder.write("{mode: crop, plugin: {path: [evil]}}".utf8, to: "reframe.yaml")
    let found = try #require(find([:]))
    #expect(found.settings.pluginPath.layers.isEmpty && found.settings.mode.value == "crop")
    #expect(
      found.faults == [
        "\(path): plugin.path names code to run, so it counts only in a file that you name with --config or "
          + "REFRAME_CONFIG, or in your own settings"
      ])
    let named = try #require(find(path, [:]))
    #expect(named.faults == [] && named.settings.pluginPath.value?.paths == [folder["evil"]])
  }

  @Test("Files without an end are not read to it")
  func endless() {
    #expect(find("/dev/zero", [:])?.faults == ["/dev/zero:1:1: the file has more than 1048576 bytes"])
    #expect(find("/dev/null", [:])?.faults == [])
  }

  @Test("Folders are meant as seen from the file")
  func folders() throws {
    let path = try folder.write(
      "plugin: {path: [a, ./b, /c, \"\"]}\ncatalogue: {path: [d, /e]}".utf8, to: "team/reframe.yaml")
    let file = ConfigurationFile(path, mustBeTrusted: false)
    #expect(file.settings.pluginPath.value?.paths == [folder["team/a"], folder["team/./b"], "/c"])
    #expect(file.settings.cataloguePath.value?.paths == [folder["team/d"], "/e"])
  }

  @Test("Every fault is told with its place, and what is right counts")
  func faults() throws {
    let text = """
      plugn: []
      plugin:
        path: [a, 5]
      detector: 5
      fill: [blur]
      mode: corp
      resolution: 1K
      output:
        format: gif
        quality: 101
        keep-metadata: no
        qualty: 5
      limits:
        max-pixels: 1e6
      jobs: 0
      provider: ""
      """
    let path = try folder.write(text.utf8, to: "x.yaml")
    let file = ConfigurationFile(path, mustBeTrusted: false)
    let expected: [String] = [
      "1:1: unknown key 'plugn'; did you mean 'plugin'? (known: budgets, catalogue, detector, detectors, fill, "
        + "fill-floor, fills, generation-mode, jobs, key, ledger, limits, mode, models, network, output, plugin, plugins, price-books, "
        + "project, provider, providers, rates, resolution, route, routes)",
      "3:13: expected a string, found the whole number 5; put it in quotes",
      "4:11: expected a string, found the whole number 5; put it in quotes",
      "5:7: expected the id of a fill, or a mapping of id and parameters",
      "6:7: 'corp' is none of auto, crop, expand, carve; did you mean 'crop'?",
      "7:13: '1K' is none of 1k, 2k, 4k; did you mean '1k'?",
      "9:11: 'gif' is none of jpeg, png, webp",
      "10:12: 101 is not between 1 and 100",
      "11:18: expected true or false, found the string 'no'",
      "12:3: unknown key 'qualty'; did you mean 'quality'? (known: format, keep-metadata, quality)",
      "14:15: expected a whole number, found the number 1e6",
      "15:7: 0 is not a positive number",
      "16:11: the id of a plugin is empty",
    ]
    #expect(file.faults.map { String($0.dropFirst(path.count + 1)) } == expected)
    #expect(file.settings.pluginPath.value?.paths == [folder["a"]])
    #expect(file.settings.quality.value == nil)
  }

  @Test("A fault is one line that steers no terminal, whatever the file says")
  func control() throws {
    let path = try folder.write(#"mode: "a\nb\e[31m""#.utf8, to: "x.yaml")
    #expect(
      ConfigurationFile(path, mustBeTrusted: false).faults
        == [#"\#(path):1:7: 'a\nb\u{1B}[31m' is none of auto, crop, expand, carve"#])
  }

  @Test("A pipe or a folder of that name is not come upon")
  func pipe() throws {
    #expect(mkfifo(folder["reframe.yaml"], 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: folder["xdg/reframe/reframe.yaml"], withIntermediateDirectories: true)
    #expect(find(["XDG_CONFIG_HOME": folder["xdg"]]) == nil)
  }

  @Test("Thousands of faults are told in a moment")
  func many() throws {
    let text = "output:\n" + (0..<5_000).map { "  quality\($0): x\n" }.joined()
    let path = try folder.write(text.utf8, to: "x.yaml")
    #expect(ConfigurationFile(path, mustBeTrusted: false).faults.count == 5_000)
  }

  @Test("Sections are mappings; a word in their place is one fault, and nothing in their place is none")
  func sections() throws {
    let path = try folder.write("output: 5\nlimits:\nplugin: {}\n".utf8, to: "x.yaml")
    #expect(
      ConfigurationFile(path, mustBeTrusted: false).faults
        == ["\(path):1:9: expected a mapping of keys to values, found the whole number 5"])
  }
}
