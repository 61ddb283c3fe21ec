import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("Settings and who makes them")
struct ReframeConfigurationTests {
  /// For each key what flag, variable and file say; each is another value.
  private static let voices: [String: (flag: String, variable: String, file: String)] = [
    "plugin.path": ("/f", "/v", "[/y]"), "catalogue.path": ("/f", "/v", "[/y]"), "provider": ("f", "v", "y"),
    "detector": ("f", "v", "y"),
    "fill": ("f", "v:a=b", "{id: y}"), "mode": ("auto", "crop", "expand"),
    "resolution": ("1k", "2k", "4k"), "output.format": ("jpeg", "png", "webp"),
    "output.quality": ("1", "2", "3"), "output.keep-metadata": ("false", "true", "false"),
    "limits.max-pixels": ("1", "2", "3"), "jobs": ("1", "2", "3"),
    "plugin.placement": ("in-process", "in-process", "in-process"), "detectors": ("f", "v,w", "[y, z]"),
    "fills": ("f", "v,w", "[y, z]"), "project": ("f", "v", "y"), "key": ("f", "v", "y"),
    "route": ("default", "default", "default"), "ledger.path": ("/f", "/v", "/y"),
    "fill-floor": ("0.5", "0.25", "0.75"), "generation-mode": ("fast", "quality", "balanced"),
    "network.allow": ("1.0.0.0/8", "2.0.0.0/8,fd00::/8", "[3.0.0.0/8]"),
  ]

  private func file(_ text: String) throws -> ConfigurationFile {
    let folder = try TestFolder()
    return ConfigurationFile(try folder.write(text.utf8, to: "x.yaml"), mustBeTrusted: false)
  }

  /// What decides the key if these speak.
  private func decided(_ key: ConfigurationKey, flag: Bool, variable: Bool, file: Bool) throws
    -> SettingOrigin?
  {
    let voice = try #require(Self.voices[key.name])
    let yaml = key.name.replacing(".", with: ": {") + ": \(voice.file)" + (key.name.contains(".") ? "}" : "")
    let configuration = try ReframeConfiguration(
      flags: flag ? [key.option ?? "": [voice.flag]] : [:],
      environment: variable ? [key.environment: voice.variable] : [:], file: file ? self.file(yaml) : nil)
    let shown = configuration.values(of: key)
    if let first = shown.first, flag || variable || file {
      let winner = flag && key.option != nil ? voice.flag : variable ? voice.variable : voice.file
      let text = try first.value.string ?? JSON.encode(first.value)
      let plain = [
        "[/y]": "/y", "{id: y}": "y", "v:a=b": #"{"id":"v","parameters":{"a":"b"}}"#,
        "v,w": "v", "[y, z]": "y", "2.0.0.0/8,fd00::/8": "2.0.0.0/8", "[3.0.0.0/8]": "3.0.0.0/8",
      ][winner]
      if flag && key.option == nil && !variable && !file { return first.origin }
      #expect(text == plain ?? winner)
    }
    return shown.first?.origin
  }

  @Test(
    "Flag before variable before file before default, for every key",
    arguments: ConfigurationKey.all.map(\.name))
  func precedence(name: String) throws {
    let key = try #require(ConfigurationKey.all.first { $0.name == name })
    for flag in [false, true] {
      for variable in [false, true] {
        for file in [false, true] {
          let origin = try decided(key, flag: flag, variable: variable, file: file)
          switch (flag ? key.option : nil, variable, file) {
          case (let option?, _, _): #expect(origin == .flag("--\(option)"))
          case (nil, true, _): #expect(origin == .environment(key.environment))
          case (nil, false, true):
            guard case .file = origin else {
              Issue.record("\(name): \(String(describing: origin))")
              return
            }
          case (nil, false, false): #expect(origin ?? .standard == .standard)
          }
        }
      }
    }
  }

  @Test("Folders of all voices are searched, the strongest first")
  func folders() throws {
    let configuration = try ReframeConfiguration(
      flags: ["plugin-path": ["/f", "/g"]], environment: ["REFRAME_PLUGIN_PATH": "/v:/w", "HOME": "/h"],
      file: file("plugin: {path: [/y, /f]}"))
    #expect(
      HostConfiguration(configuration).pluginFolders.prefix(6)
        == ["/f", "/g", "/v", "/w", "/y", "/h/.local/share/reframe/plugins"])
  }

  @Test("The variables' names follow one rule")
  func environmentNames() {
    #expect(
      ConfigurationKey.all.map(\.environment) == [
        "REFRAME_PLUGIN_PATH", "REFRAME_PLUGIN_PLACEMENT", "REFRAME_CATALOGUE_PATH", "REFRAME_PROVIDER",
        "REFRAME_DETECTOR", "REFRAME_DETECTORS", "REFRAME_FILL", "REFRAME_FILLS", "REFRAME_FILL_FLOOR",
        "REFRAME_GENERATION_MODE", "REFRAME_MODE",
        "REFRAME_RESOLUTION", "REFRAME_OUTPUT_FORMAT", "REFRAME_OUTPUT_QUALITY",
        "REFRAME_OUTPUT_KEEP_METADATA", "REFRAME_LIMITS_MAX_PIXELS", "REFRAME_JOBS", "REFRAME_ROUTE",
        "REFRAME_PROJECT", "REFRAME_KEY", "REFRAME_LEDGER_PATH", "REFRAME_NETWORK_ALLOW",
      ])
    #expect(Set(ConfigurationKey.all.map(\.environment)).count == ConfigurationKey.all.count)
    #expect(!ConfigurationKey.all.map(\.environment).contains("REFRAME_CONFIG"))
  }

  @Test("Nothing said is what it always was")
  func standard() throws {
    let configuration = try ReframeConfiguration(flags: [:], environment: [:], file: nil)
    let host = HostConfiguration(configuration)
    #expect(host.pluginFolders == HostConfiguration(explicit: [], environment: [:]).pluginFolders)
    #expect([host.detector, host.fill, host.provider] == ["saliency", "auto", "local"])
    #expect(configuration.mode.chosen == nil && configuration.mode.value == "auto")
    #expect(configuration.quality.chosen == nil && configuration.quality.value == 85)
    #expect(configuration.pixelLimit.chosen == nil && configuration.pixelLimit.value == 268_435_456)
    #expect(configuration.jobs.value == nil && configuration.resolution.value == nil)
    #expect(configuration.keepsMetadata.value == false && configuration.format.value == nil)
    #expect(configuration.route.value == "default" && configuration.ledgerPath.value == nil)
    #expect(configuration.key.value == nil && configuration.project.value == nil)
    #expect(configuration.providers.isEmpty && configuration.routes.isEmpty && configuration.budgets.isEmpty)
    #expect(host.providers.isEmpty && host.networkAllow.isEmpty)
  }

  @Test("Plugins that are set are the host's preferred ones")
  func preferred() throws {
    let host = HostConfiguration(
      try ReframeConfiguration(
        flags: [:], environment: ["REFRAME_DETECTOR": "d", "REFRAME_FILL": "f:a=b", "REFRAME_PROVIDER": "p"],
        file: nil))
    #expect([host.detector, host.fill, host.provider] == ["d", "f", "p"])
  }

  @Test("Variables are read as strictly as the file, and an empty one says nothing")
  func variables() throws {
    let environment = [
      "REFRAME_MODE": "corp", "REFRAME_OUTPUT_QUALITY": "best", "REFRAME_JOBS": "0",
      "REFRAME_FILL": "solid:red",
      "REFRAME_OUTPUT_KEEP_METADATA": "yes", "REFRAME_DETECTOR": "", "REFRAME_RESOLUTION": "",
    ]
    let error = #expect(throws: ConfigurationFaults.self) {
      try ReframeConfiguration(flags: [:], environment: environment, file: nil)
    }
    #expect(
      error?.lines == [
        "REFRAME_FILL: 'red' is not KEY=VALUE, as in solid:color=#ffffff",
        "REFRAME_MODE: 'corp' is none of auto, crop, expand, carve; did you mean 'crop'?",
        "REFRAME_OUTPUT_QUALITY: 'best' is not a whole number",
        "REFRAME_OUTPUT_KEEP_METADATA: 'yes' is neither true nor false",
        "REFRAME_JOBS: 0 is not a positive number",
      ])
  }

  @Test("Faults of all voices come together")
  func together() throws {
    let error = #expect(throws: ConfigurationFaults.self) {
      try ReframeConfiguration(
        flags: ["quality": ["x"]], environment: ["REFRAME_JOBS": "x"], file: file("mode: x"))
    }
    #expect(error?.lines.count == 3)
    #expect(error?.lines[0] == "--quality: 'x' is not a whole number")
    #expect(error?.lines[1] == "REFRAME_JOBS: 'x' is not a whole number")
    #expect(error?.lines[2].hasSuffix("x.yaml:1:7: 'x' is none of auto, crop, expand, carve") == true)
  }

  @Test("A default is told to be one, and everything else has a place")
  func places() throws {
    let configuration = try ReframeConfiguration(
      flags: ["mode": ["crop"]], environment: ["REFRAME_JOBS": "2"], file: file("output:\n  quality: 5"))
    #expect(configuration.place(ofOption: "mode") == "--mode")
    #expect(configuration.place(ofOption: "jobs") == "REFRAME_JOBS")
    #expect(configuration.place(ofOption: "quality").hasSuffix("/x.yaml:2:12"))
    #expect(configuration.place(ofOption: "format") == "--format")
    #expect(configuration.place(ofOption: "aspect") == "--aspect")
  }
}
