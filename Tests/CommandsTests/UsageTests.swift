@testable import Commands
import TestSupport
import Testing

/// Command lines that make no sense end with code 2, one line that says why and what to do, and nothing done.
@Suite("A command line that makes no sense")
struct UsageTests {
  @Test(
    "says why and what to do",
    arguments: [
      (
        ["-a", "16:0"],
        "--aspect: '16:0' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
      ),
      (
        ["-a", "0:9"],
        "--aspect: '0:9' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
      ),
      (
        ["-a", "-1:2"],
        "--aspect: '-1:2' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
      ),
      (
        ["-a", "abc"],
        "--aspect: 'abc' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
      ),
      (
        ["-a", "1e9:1"],
        "--aspect: '1e9:1' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
      ),
      (
        ["-a", ""],
        "--aspect: '' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
      ),
      (
        ["-a", "16:9,", "-o", "one.png"],
        "--aspect: '' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other"
      ),
      (["-a", "1:1,2:2"], "--aspect: '2:2' is there twice; give each ratio once"),
      ([], "--aspect: say what to make: a ratio such as 9:16, or a size such as 1080x1920"),
      (["-s", "10"], "--size: '10' is not a size; write width x height in pixels, such as 1080x1920"),
      (["-a", "1:1", "-s", "5x5"], "--size: a size has its own ratio; give either ratios or sizes"),
      (["-a", "1:1", "--resolution", "8k"], "--resolution: '8k' is none of 1k, 2k, 4k"),
      (["-a", "1:1", "-m", "fold"], "--mode: 'fold' is none of auto, crop, expand, carve"),
      (["-a", "1:1", "-f", "gif"], "--format: 'gif' is none of jpeg, png, webp"),
      (["-a", "1:1", "--plugin-path", "nowhere"], "--plugin-path: there is no folder 'nowhere'"),
      (["-a", "1:1", "-q", "101"], "--quality: 101 is not between 1 and 100"),
      (["-a", "1:1", "-q", "best"], "--quality: 'best' is not a whole number"),
      (["-a", "1:1", "--seed", "-1"], "--seed: -1 is not between 0 and 4294967295"),
      (["-a", "1:1", "-j", "0"], "--jobs: 0 is not a positive number"),
      (["-a", "1:1", "--max-pixels", "0"], "--max-pixels: 0 is not a positive number of pixels"),
      (["-a", "1:1", "--focus", "1"], "--focus: needs 2 numbers: x,y"),
      (["-a", "1:1", "--focus", "nan,1"], "--focus: needs 2 numbers: x,y"),
      (
        ["-a", "1:1", "--subject", "0,0,0,1"],
        "--subject: the box needs a corner inside the picture and a positive width and height"
      ),
      (
        ["-s", "9x9", "--placement", "20,0,30,9"],
        "--placement: lies off the canvas, so nothing of the source would be seen"
      ),
      (
        ["-s", "9x9", "--placement", "5,0,5,9"],
        "--placement: has no area: the right edge lies right of the left one, the bottom below the top"
      ),
      (
        ["-a", "1:1", "--placement", "0,0,5,9"],
        "--placement: is in canvas pixels, so the canvas needs a size or a resolution"
      ),
      (
        ["-a", "1:1", "--source-position", "0,0,3,1"],
        "--source-position: each number lies between -2 and 2"
      ),
      (["-a", "1:1", "--apsect", "1:1"], "unknown option '--apsect'; did you mean '--aspect'?"),
      (
        ["-a", "1:1", "--fill", "solid:red"],
        "--fill: 'red' is not KEY=VALUE, as in solid:color=#ffffff"
      ),
      (
        ["-a", "1:1", "--fill", "solidd"],
        "there is no fill 'solidd'; did you mean 'solid'? (known: auto, blur, edge, fixture, gradient, mirror, patch, solid)"
      ),
      (
        ["-a", "1:1", "--fill", "solid:colour=red"],
        "fill 'solid': there is no parameter 'colour'; did you mean 'color'? (known: color)"
      ),
      (["-a", "1:1", "--detector", "faces"], "there is no detector 'faces' (known: fixture)"),
      (
        ["-a", "1:1", "--explain", "-o", "-"],
        "--explain writes beside the output; name a file or folder with -o"
      ),
    ])
  func message(options: [String], message: String) throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let places = options.contains("-o") ? [] : ["-o", "~/out/"]
    let outcome = sandbox.run(["~/a.png"] + options + places)
    #expect(outcome.code == .usage)
    #expect(outcome.error == "reframe: \(message)\n")
    #expect(outcome.output.isEmpty)
    #expect(sandbox.folder.names == ["a.png"])
  }

  @Test("says everything that is wrong at once")
  func several() throws {
    let sandbox = try Sandbox()
    let outcome = sandbox.run("a.png", "-a", "1:0", "-q", "0", "-m", "x")
    #expect(
      outcome.error == """
        reframe: --aspect: '1:0' is not a ratio; write two positive numbers such as 9:16 or 2.35:1, neither more than 1000 times the other
        reframe: --quality: 0 is not between 1 and 100
        reframe: --mode: 'x' is none of auto, crop, expand, carve

        """)
  }

  @Test("nearly names a verb", arguments: [["plugins"], ["plugins", "--no-open"], ["plugim", "--json"]])
  func verb(arguments: [String]) throws {
    let outcome = try Sandbox().run(arguments)
    #expect(outcome.code == .usage)
    #expect(
      outcome.error == "reframe: there is no file '\(arguments[0])'; did you mean 'reframe plugin'?\n")
  }

  @Test("names no picture")
  func noPicture() throws {
    let outcome = try Sandbox().run("-a", "1:1")
    #expect(outcome.code == .usage)
    #expect(outcome.error == "reframe: no picture is given; see 'reframe --help'\n")
  }

  @Test("has nothing to do the work with")
  func noEngine() throws {
    let sandbox = try Sandbox(plugins: "/nowhere")
    let outcome = sandbox.run("a.png", "-a", "1:1", "-o", "~/")
    #expect(outcome.code == .usage)
    #expect(
      outcome.error
        == "reframe: there is no provider 'local': no provider plugins were found; see 'reframe plugin list'\n"
    )
  }
}
