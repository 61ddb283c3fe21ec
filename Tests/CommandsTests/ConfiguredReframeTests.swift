@testable import Commands
import Testing
import TestSupport

@Suite("Reframing by the configuration")
struct ConfiguredReframeTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.picture()
  }

  private func run(_ file: String, _ arguments: String..., environment: [String: String] = [:]) throws
    -> Sandbox.Outcome
  {
    try sandbox.folder.write(file.utf8, to: "r.yaml")
    return sandbox.run(
      ["~/a.png", "--focus", "0.5,0.5", "--config", "~/r.yaml"] + arguments, environment: environment)
  }

  @Test("The file's values count where no option speaks")
  func defaults() throws {
    let outcome = try run("output: {format: webp}\nmode: expand\nfill: edge", "-a", "1:1", "-o", "~/out/")
    #expect(outcome.output == "~/out/a-1x1.webp\n")
    #expect(outcome.error.hasPrefix("~/a.png: expand with edge"))
    #expect(try sandbox.kind("out/a-1x1.webp") == "webp 12x12")
  }

  @Test("Options overrule it, and so do variables")
  func overruled() throws {
    let file = "output: {format: webp}\nmode: expand"
    let outcome = try run(
      file, "-a", "1:1", "-o", "~/out/", "-m", "crop", environment: ["REFRAME_OUTPUT_FORMAT": "jpeg"])
    #expect(outcome.output == "~/out/a-1x1.jpg\n")
    #expect(try sandbox.kind("out/a-1x1.jpg") == "jpeg 8x8")
  }

  @Test("The name of a file comes before a configured format, but not before an option")
  func fileName() throws {
    let file = "output: {format: webp}"
    #expect(try run(file, "-a", "1:1", "-o", "~/x.jpg").code == .success)
    #expect(try sandbox.kind("x.jpg") == "jpeg 8x8")
    #expect(try run(file, "-a", "1:1", "-o", "~/y.jpg", "-f", "png").code == .usage)
  }

  @Test("An exact size comes before a configured resolution, but not before an option")
  func size() throws {
    #expect(try run("resolution: 1k", "-s", "6x6", "-o", "~/x.png").code == .success)
    #expect(try sandbox.kind("x.png") == "png 6x6")
    #expect(try run("resolution: 1k", "-s", "6x6", "--resolution", "2k", "-o", "~/y.png").code == .usage)
    #expect(try run("resolution: 1k", "-a", "1:1", "-o", "~/z.png").code == .success)
    #expect(try sandbox.kind("z.png") == "png 1024x1024")
  }

  @Test("A configured fill keeps its parameters, and another one does not get them")
  func fill() throws {
    let file = "fill: {id: solid, parameters: {color: \"#ff0000\"}}\nmode: expand"
    #expect(try run(file, "-a", "1:1", "-o", "~/x.png").error.hasPrefix("~/a.png: expand with solid"))
    #expect(try run(file, "-a", "1:1", "-o", "~/y.png", "--fill", "edge").code == .success)
  }

  @Test(
    "What is wrong with it is told with its place, and nothing is done",
    arguments: [
      ("mode: corp", "~/r.yaml:1:7: 'corp' is none of auto, crop, expand, carve; did you mean 'crop'?"),
      (
        "detector: fxture",
        "~/r.yaml:1:11: there is no detector 'fxture'; did you mean 'fixture'? (known: fixture)"
      ),
      (
        "provider: locl",
        "~/r.yaml:1:11: there is no provider 'locl'; did you mean 'local'? (known: local)"
      ),
      (
        "fill: solid:colr=red",
        "~/r.yaml:1:7: fill 'solid': there is no parameter 'colr'; did you mean 'color'? (known: color)"
      ),
      (
        "limits: {max-pixels: 50}\nresolution: 1k",
        "~/r.yaml:2:13: 1k is 1024x1024 for 1:1, which has 1048576 pixels; at most 50 are allowed (max-pixels)"
      ),
    ])
  func faults(file: String, message: String) throws {
    let outcome = try run(file, "-a", "1:1", "-o", "~/x.png")
    #expect(outcome.code == .usage)
    #expect(outcome.error == "reframe: \(message)\n")
    #expect(sandbox.folder.names == ["a.png", "r.yaml"])
  }

  @Test("Limits hold, and several pictures are done by as many as are configured")
  func limits() throws {
    let outcome = try run("limits: {max-pixels: 50}\njobs: 1", "-a", "1:1", "-o", "~/x.png")
    #expect(outcome.code == .failure)
    #expect(outcome.error.contains("50"))
  }

  @Test(
    "The file in the current folder is read by itself, but runs no code; the list of plugins reads a named one"
  )
  func currentFolder() throws {
    try sandbox.folder.write("output: {format: webp}".utf8, to: "reframe.yaml")
    let outcome = try ChildProcess.run(
      ChildProcess.reframe, ["a.png", "-a", "1:1", "--focus", "0.5,0.5"], folder: sandbox.folder.path)
    #expect(outcome.code == 0)
    #expect(outcome.output == "a-1x1.webp\n")
    let shown = try ChildProcess.run(ChildProcess.reframe, ["config", "show"], folder: sandbox.folder.path)
    #expect(shown.output.hasSuffix("\nRead from reframe.yaml\n"))
    try sandbox.folder.write("plugin: {path: [mine]}".utf8, to: "reframe.yaml")
    let refused = try ChildProcess.run(ChildProcess.reframe, ["plugin", "list"], folder: sandbox.folder.path)
    #expect(refused.code == 2 && refused.error.contains("names code to run"))
    let plugins = try ChildProcess.run(
      ChildProcess.reframe, ["plugin", "list", "--json", "--config", "reframe.yaml"],
      folder: sandbox.folder.path)
    #expect(plugins.output.contains("\"mine\""))
  }
}
