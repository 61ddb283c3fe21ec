import TestSupport
import Testing

@testable import Hosting

@Suite("Settings that refer to what is not there")
struct HostReferencesTests {
  let bundles: TestBundles
  let folder: TestFolder

  init() throws {
    bundles = try TestBundles(own: ["SolidFill", "LocalEngine"])
    try bundles.addFixture()
    folder = try TestFolder()
  }

  private func faults(_ environment: [String: String], file text: String? = nil) throws -> [String] {
    let file = try text.map { text in
      ConfigurationFile(try folder.write(text.utf8, to: "x.yaml"), mustBeTrusted: false)
    }
    let configuration = try ReframeConfiguration(
      flags: ["plugin-path": [bundles.path]], environment: environment, file: file)
    return Host(HostConfiguration(configuration)).danglingReferences(in: configuration)
      .map { $0.replacing(folder.path, with: "~") }
  }

  @Test("Defaults are nobody's reference")
  func standard() throws { #expect(try faults([:]) == []) }

  @Test("What is there is right, whoever names it")
  func right() throws {
    #expect(try faults(["REFRAME_DETECTOR": "fixture", "REFRAME_FILL": "solid:color=#fff"]) == [])
    #expect(try faults([:], file: "fill: {id: solid, parameters: {color: \"#fff\"}}\nprovider: local") == [])
  }

  @Test("Every reference of the variables and the file is told")
  func dangling() throws {
    let text = """
      plugin: {path: [none]}
      provider: solid
      detector: fxture
      fill: {id: solid, parameters: {colr: red}}
      catalogue: {path: [nowhere]}
      """
    #expect(
      try faults(["REFRAME_DETECTOR": "solid", "REFRAME_FILL": "sloid"], file: text) == [
        "~/x.yaml:1:16: there is no folder '~/none'",
        "~/x.yaml:5:19: there is no folder '~/nowhere'",
        "~/x.yaml:2:11: the plugin 'solid' is no provider but a fill",
        "REFRAME_DETECTOR: the plugin 'solid' is no detector but a fill",
        "~/x.yaml:3:11: there is no detector 'fxture'; did you mean 'fixture'? (known: fixture)",
        "REFRAME_FILL: there is no fill 'sloid'; did you mean 'solid'? (known: fixture, solid)",
        "~/x.yaml:4:7: fill 'solid': there is no parameter 'colr'; did you mean 'color'? (known: color)",
      ])
  }
}
