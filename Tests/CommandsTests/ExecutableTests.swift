@testable import Commands
import Foundation
import Glibc
import Testing
import TestSupport

/// What only a process of its own can show: pipes, signals, limits, the current folder.
@Suite("The executable")
struct ExecutableTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let square = ["-a", "1:1", "-m", "crop", "--focus", "0.5,0.5"]

  @Test("Reads and writes pipes")
  func pipes() throws {
    try sandbox.picture()
    let outcome = try ChildProcess.run(
      ChildProcess.reframe, ["-", "-f", "webp"] + Self.square, input: try sandbox.folder.bytes("a.png"))
    #expect(outcome.code == 0)
    try sandbox.folder.write(outcome.bytes, to: "out.webp")
    #expect(try sandbox.kind("out.webp") == "webp 8x8")
    #expect(outcome.error.hasPrefix("-: crop 8x8+2+0 of 12x8 -> standard output 8x8"))
  }

  @Test("Says what is wrong with standard input", arguments: ["", "no picture"])
  func badInput(text: String) throws {
    let outcome = try ChildProcess.run(
      ChildProcess.reframe, ["-"] + Self.square, input: [UInt8](text.utf8))
    #expect(outcome.code == 1)
    #expect(outcome.bytes.isEmpty)
    #expect(outcome.error.hasPrefix("reframe: standard input: "))
    #expect(outcome.error.count { $0 == "\n" } == 1)
  }

  @Test("Writes to the current folder")
  func currentFolder() throws {
    try sandbox.picture()
    let outcome = try ChildProcess.run(
      ChildProcess.reframe, ["a.png"] + Self.square, folder: sandbox.folder.path)
    #expect(outcome.code == 0)
    #expect(outcome.output == "a-1x1.png\n")
    #expect(sandbox.folder.names == ["a-1x1.png", "a.png"])
  }

  @Test("Writes without colours and bars to what is no terminal")
  func plain() throws {
    try sandbox.picture("in/a.png")
    try sandbox.folder.write([], to: "in/b.png")
    let outcome = try ChildProcess.run(
      ChildProcess.reframe, [sandbox.folder["in"], "-o", sandbox.folder["out/"]] + Self.square)
    #expect(outcome.code == 3)
    #expect(!outcome.error.contains("\u{1b}"))
  }

  @Test("Fills by functions of a library that knows nothing of it, as by a plugin of its own")
  func foreignFill() throws {
    try sandbox.picture()
    let plugins = try [TestBundles.shared().path, TestBundles.bound().path].joined(separator: ":")
    for fill in ["edge", "pixman-edge"] {
      let outcome = try ChildProcess.run(
        ChildProcess.reframe,
        ["a.png", "-a", "1:1", "-m", "expand", "--focus", "0.5,0.5", "--fill", fill, "-o", "\(fill).png"],
        folder: sandbox.folder.path, environment: ["REFRAME_PLUGIN_PATH": plugins])
      #expect(outcome.code == 0, "\(outcome.error)")
    }
    #expect(try sandbox.folder.bytes("edge.png") == sandbox.folder.bytes("pixman-edge.png"))
    let bundle = "\(sandbox.folder.path)/bad.reframeplugin"
    let manifest = """
      {"id": "bad", "version": "1", "contract": "1.0", "kinds": ["fill"], "library": "libm.so.6",
       "foreign": {"fill": {"calls": [{"function": "word pow(f64 x)"}]}}}
      """
    try sandbox.folder.write(Array(manifest.utf8), to: "bad.reframeplugin/plugin.json")
    let bad = try ChildProcess.run(
      ChildProcess.reframe,
      ["a.png", "-a", "1:1", "-m", "expand", "--focus", "0.5,0.5", "--fill", "bad", "-o", "b.png"],
      folder: sandbox.folder.path, environment: ["REFRAME_PLUGIN_PATH": "\(plugins):\(sandbox.folder.path)"])
    #expect(bad.code != 0)
    #expect(
      bad.error.hasPrefix(
        "reframe: the plugin 'bad' at \(bundle) was refused: plugin.json:2:34: foreign.fill.calls[0].function: there is no type 'word'"
      ),
      "\(bad.error)")
  }

  @Test("A full disk is an error, and leaves nothing behind")
  func fullDisk() throws {
    try sandbox.picture("a.png", 120, 120)
    // The limit stands for the disk: no file may grow beyond 1 KiB.
    let outcome = try ChildProcess.run(
      "/bin/bash",
      ["-c", "ulimit -f 1; exec \"$0\" \"$@\"", ChildProcess.reframe, sandbox.folder["a.png"]]
        + ["-a", "5:4", "-m", "expand", "--fill", "blur", "--focus", "0,0", "-o", sandbox.folder["out/"]])
    #expect(outcome.code == 1)
    #expect(outcome.output.isEmpty)
    let path = sandbox.folder["out/a-5x4.png"]
    #expect(
      outcome.error
        == "reframe: cannot write \(path): file too large; make room, or name another place with -o\n")
    #expect(sandbox.folder.names == ["a.png", "out"])
  }

  @Test("A full device at the end of a pipe is an error")
  func fullDevice() throws {
    try sandbox.picture()
    let outcome = try ChildProcess.run(
      "/bin/bash",
      ["-c", "\"$0\" \"$@\" > /dev/full", ChildProcess.reframe, sandbox.folder["a.png"], "-o", "-"]
        + Self.square)
    #expect(outcome.code == 1)
    #expect(outcome.error.contains("cannot write to standard output: no space left on device"))
  }

  @Test("Nobody reading is an error, not a crash")
  func closedPipe() throws {
    try sandbox.picture()
    let script = "\"$0\" \"$@\" 2> '\(sandbox.folder["log"])' | true; echo ${PIPESTATUS[0]}"
    let outcome = try ChildProcess.run(
      "/bin/bash", ["-c", script, ChildProcess.reframe, sandbox.folder["a.png"], "-o", "-"] + Self.square)
    // Either the picture fitted into the pipe before the reader left, or it was told.
    #expect(["0\n", "1\n"].contains(outcome.output))
  }

  @Test(
    "Control-C, a polite end and a closed terminal stop a batch, and no half-written file stays",
    arguments: [SIGINT, SIGTERM, SIGHUP])
  func interrupted(signal: Int32) throws {
    try sandbox.picture("in/000.png", 300, 200)
    for index in 1..<200 {
      let name = String(repeating: "0", count: 3 - "\(index)".count) + "\(index)"
      try FileManager.default.createSymbolicLink(
        atPath: sandbox.folder["in/\(name).png"], withDestinationPath: "000.png")
    }
    let running = try ChildProcess.start(
      ChildProcess.reframe,
      [sandbox.folder["in"], "-a", "1:1", "-m", "expand", "-o", sandbox.folder["out/"], "--focus", "0,0"])
    let first = running.firstOutput()
    #expect(first.hasPrefix(sandbox.folder["out/"]))
    kill(running.process.processIdentifier, signal)
    let outcome = try running.end()
    #expect(outcome.code == 130)
    let written = sandbox.folder.names.filter { $0.hasPrefix("out/") }
    #expect(!written.isEmpty && written.count < 200)
    #expect(written.allSatisfy { $0.hasSuffix(".png") && !$0.contains("/.") })
    // What was written was also told, and the other way round.
    #expect((first + outcome.output).split(separator: "\n").count == written.count)
  }

  @Test("A closed terminal does not stop what was started to outlive it")
  func outliving() throws {
    try sandbox.picture("in/a.png")
    let script = "trap '' HUP; \"$0\" \"$@\" & kill -HUP $!; wait $!"
    for name in ["in/b.png", "in/c.png"] { try sandbox.picture(name, 300, 200) }
    let outcome = try ChildProcess.run(
      "/bin/bash",
      ["-c", script, ChildProcess.reframe, sandbox.folder["in"], "-o", sandbox.folder["out/"]] + Self.square)
    #expect(outcome.code == 0)
    #expect(outcome.output.split(separator: "\n").count == 3)
  }
}
