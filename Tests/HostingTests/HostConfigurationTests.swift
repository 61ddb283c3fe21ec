import Loading
import TestSupport
import Testing

@testable import Hosting

@Suite("Where plugins are looked for")
struct HostConfigurationTests {
  private let system = ["/usr/local/lib/reframe/plugins", "/usr/lib/reframe/plugins"]

  /// The search path without the folders beside the executable, which are last.
  private func folders(_ explicit: [String] = [], _ environment: [String: String]) -> [String] {
    HostConfiguration(explicit: explicit, environment: environment).pluginFolders.dropLast(2)
  }

  @Test("Named folders first, then the user's, the system's and the executable's")
  func order() throws {
    let environment = ["HOME": "/home/me"]
    #expect(
      folders(["/a", "b"], environment)
        == ["/a", "b", "/home/me/.local/share/reframe/plugins"] + system)
    let all = HostConfiguration(explicit: [], environment: environment).pluginFolders
    let beside = all.suffix(2).map { $0 }
    #expect(beside[0].hasPrefix("/") && beside[0].hasSuffix("/plugins"))
    #expect(beside[1].hasPrefix("/") && beside[1].hasSuffix("/lib/reframe/plugins"))
  }

  @Test("An absolute XDG_DATA_HOME stands in for the folder in HOME; a relative one is ignored")
  func dataHome() {
    #expect(folders(["XDG_DATA_HOME": "/data", "HOME": "/home/me"]) == ["/data/reframe/plugins"] + system)
    #expect(
      folders(["XDG_DATA_HOME": "data", "HOME": "/h"]) == ["/h/.local/share/reframe/plugins"] + system)
    #expect(folders(["XDG_DATA_HOME": "", "HOME": ""]) == system)
  }

  @Test("Empty and repeated folders are left out")
  func repeated() throws {
    let configuration = try ReframeConfiguration(
      flags: ["plugin-path": ["/a", "/a"]], environment: ["REFRAME_PLUGIN_PATH": ":/b::/a:"], file: nil)
    #expect(HostConfiguration(configuration).pluginFolders.dropLast(2) == ["/a", "/b"] + system)
  }

  @Test("The catalogue is looked for in the same way, under its own name")
  func catalogue() throws {
    let configuration = try ReframeConfiguration(
      flags: ["plugin-path": ["/p"], "catalogue": ["/a"]],
      environment: ["REFRAME_CATALOGUE_PATH": "/b:/c", "REFRAME_PLUGIN_PATH": "/d", "HOME": "/home/me"],
      file: nil)
    let folders = HostConfiguration(configuration).catalogueFolders
    #expect(
      folders.dropLast(2) == [
        "/a", "/b", "/c", "/home/me/.config/reframe", "/home/me/.local/share/reframe/catalogue",
        "/usr/local/lib/reframe/catalogue",
        "/usr/lib/reframe/catalogue",
      ])
    #expect(folders.suffix(2).allSatisfy { $0.hasSuffix("/catalogue") })
  }

  @Test("The preferred plugins are the project's own")
  func preferred() {
    let configuration = HostConfiguration(explicit: [], environment: [:])
    #expect(configuration.provider == "local")
    #expect(configuration.detector == "saliency")
    #expect(configuration.fill == "auto")
  }

  private func folders(_ environment: [String: String]) -> [String] { folders([], environment) }

  @Test("Foreign functions run in a worker unless they are placed by name")
  func foreignPlacement() throws {
    let bundles = PluginDiscovery(folders: [try TestBundles.bound().path]).bundles
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.placements["bright-box"] = .inProcess
    let inWorkers = bundles.filter { configuration.limits(for: $0) != nil }.map(\.manifest.id)
    #expect(inWorkers == ["pixman-edge", "volume-price"])
  }
}
