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

  private func addProvider(_ id: String, secrets: String = "") throws {
    let manifest = """
      {"id": "\(id)", "version": "1.0.0", "contract": "1.0", "kinds": ["provider"], "library": "libLocalEngine.so",
       "secrets": [\(secrets)]}
      """
    try bundles.add(id: id, manifest: manifest, library: "libLocalEngine.so")
  }

  @Test("Providers refer to plugins and their secrets, budgets to providers")
  func providers() throws {
    try addProvider("eachlabs", secrets: "\"EACHLABS_API_KEY\"")
    let text = """
      providers:
        eachlabs: {secrets: {EACHLABS_API_KEY: {env: A}, EACHLABS_APIKEY: {env: A}}}
        second: {plugin: eachlabs}
        third: {plugin: eachlab}
        fourth:
        fifth: {plugin: solid}
      budgets:
        a: {limit: 1 USD, provider: second}
        b: {limit: 1 USD, provider: local}
        c: {limit: 1 USD, provider: secnd}
      plugins: {solid: {placement: in-process}, sloid: {placement: in-process}}
      provider: second
      """
    let expected: [String] = [
      "~/x.yaml:11:43: there is no plugin 'sloid'; did you mean 'solid'? (known: eachlabs, fixture, local, solid)",
      "~/x.yaml:2:52: there is no secret 'EACHLABS_APIKEY' of the provider 'eachlabs'; did you mean "
        + "'EACHLABS_API_KEY'? (known: EACHLABS_API_KEY)",
      "~/x.yaml:4:19: there is no provider 'eachlab'; did you mean 'eachlabs'? (known: eachlabs, local)",
      "~/x.yaml:5:3: there is no provider 'fourth' (known: eachlabs, local)",
      "~/x.yaml:6:19: the plugin 'solid' is no provider but a fill",
      "~/x.yaml:10:31: there is no provider 'secnd'; did you mean 'second'? "
        + "(known: eachlabs, fifth, fourth, local, second, third)",
    ]
    let found = try faults([:], file: text)
    #expect(found == expected)
    #expect(
      try faults(["REFRAME_PROVIDERS_EACHLAB_BASE_URL": "https://x.example"]) == [
        "REFRAME_PROVIDERS_EACHLAB_BASE_URL: there is no provider 'eachlab'; did you mean 'eachlabs'? "
          + "(known: eachlabs, local)"
      ])
  }

  @Test("Of a list by preference one must be there, and none may be something else")
  func preferences() throws {
    #expect(try faults([:], file: "detectors: [faces, fixture]\nfills: [none, solid]") == [])
    let found = try faults([:], file: "detectors: [faces, eyes]\nfills: [solid, local]")
    #expect(
      found == [
        "~/x.yaml:1:12: there is no detector 'faces' (known: fixture)",
        "~/x.yaml:2:8: the plugin 'local' is no fill but a provider",
      ])
  }

  @Test("The first of a list that is installed is the host's")
  func chosen() throws {
    let configuration = try ReframeConfiguration(
      flags: ["plugin-path": [bundles.path]],
      environment: ["REFRAME_DETECTORS": "faces,fixture", "REFRAME_FILLS": "mirror,solid"], file: nil)
    let host = Host(HostConfiguration(configuration))
    #expect(host.configuration.detector == "fixture" && host.configuration.fill == "solid")
    let none = try ReframeConfiguration(
      flags: ["plugin-path": [bundles.path]], environment: ["REFRAME_FILLS": "a,b"], file: nil)
    #expect(Host(HostConfiguration(none)).configuration.fill == "a")
  }

  @Test("Models, price books, versions and units that the catalogue does not have")
  func catalogue() throws {
    let text = """
      models: {hero: reframe-imag, big: hero}
      routes: {default: {engines: [local/reframe, heor, all-of-it], max-cost: 1 credits/fahsn}}
      budgets: {b: {limit: 5 credits/fashn}}
      rates: {credits/fashn: 1 USD, credits/x: 1 USD, EUR: 1 USD}
      price-books: {fashn: 2026-05, fahsn: x}
      """
    let file = ConfigurationFile(try folder.write(text.utf8, to: "x.yaml"), mustBeTrusted: false)
    let configuration = try ReframeConfiguration(flags: [:], environment: [:], file: file)
    var known = ReframeConfiguration.KnownNames(
      models: ["local/reframe", "reframe-image"], books: ["fashn": ["2026-06"]],
      units: ["USD", "credits/fashn"])
    let expected: [String] = [
      "~/x.yaml:1:16: there is no model or alias 'reframe-imag'; did you mean 'reframe-image'? "
        + "(known: local/reframe, reframe-image, hero, big)",
      "~/x.yaml:2:45: there is no model or alias 'heor'; did you mean 'hero'? "
        + "(known: local/reframe, reframe-image, hero, big)",
      "~/x.yaml:2:51: there is no model or alias 'all-of-it' (known: local/reframe, reframe-image, hero, big)",
      "~/x.yaml:5:22: there is no version '2026-05' of the price book 'fashn'; did you mean '2026-06'? "
        + "(known: 2026-06)",
      "~/x.yaml:5:31: there is no price book 'fahsn'; did you mean 'fashn'? (known: fashn)",
      "~/x.yaml:4:31: there is no unit 'credits/x' (known: USD, credits/fashn)",
      "~/x.yaml:2:73: there is no unit 'credits/fahsn'; did you mean 'credits/fashn'? (known: USD, credits/fashn)",
    ]
    let found = configuration.danglingReferences(in: known).map { $0.replacing(folder.path, with: "~") }
    #expect(found == expected)
    known.models = nil
    #expect(configuration.danglingReferences(in: known).count == 4)
  }

  @Test("Secrets are told by where they are and whether they are there, never by what they are")
  func secrets() throws {
    try addProvider("each", secrets: #""A", "B", "C", "D", "E""#)
    try folder.write("s3cret\n".utf8, to: "there")
    try folder.write([], to: "empty")
    let text = """
      providers:
        each:
          secrets: {A: {env: AA}, B: {file: there}, C: {file: empty}, D: {file: gone}}
      """
    let file = ConfigurationFile(try folder.write(text.utf8, to: "x.yaml"), mustBeTrusted: false)
    let configuration = try ReframeConfiguration(
      flags: ["plugin-path": [bundles.path]], environment: [:], file: file)
    let host = Host(HostConfiguration(configuration))
    func told(_ environment: [String: String]) -> [String] {
      host.secrets(of: configuration, environment: environment).map {
        $0.text.replacing(folder.path, with: "~")
      }
    }
    let first = told(["AA": "s3cret", "E": "s3cret"])
    #expect(
      first == [
        "A from the variable AA, set", "B from the file ~/there, set", "C from the file ~/empty, is empty",
        "D from the file ~/gone, no such file or directory", "E from the variable E, set",
      ])
    #expect(
      told([:])[0] == "A from the variable AA, not set" && told([:])[4] == "E from the variable E, not set")
    let environment = ["E_FILE": folder.path]
    #expect(told(environment)[4] == "E from the file ~, is not a file")
    #expect(
      host.missingSecrets(of: configuration, environment: environment).map {
        $0.replacing(folder.path, with: "~")
      }
        == [
          "~/x.yaml:3:47: the file '~/empty' of the secret 'C': is empty",
          "~/x.yaml:3:65: the file '~/gone' of the secret 'D': no such file or directory",
          "E_FILE: the file '~' of the secret 'E': is not a file",
        ])
  }
}
