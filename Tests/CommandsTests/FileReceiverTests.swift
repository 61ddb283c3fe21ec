@testable import Commands
import TestSupport
import Testing

/// All outputs of a picture or none, and none lost that was there before.
@Suite("The outputs of one picture")
struct FileReceiverTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.picture()
    return sandbox
  }

  @Test("None is written if one exists")
  func exists() throws {
    let sandbox = try sandbox()
    try sandbox.folder.write("precious".utf8, to: "out/a-1x1.png")
    let outcome = sandbox.reframe("-a", "16:9,1:1,9:16", "-o", "~/out")
    #expect(outcome.code == .failure)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.error == "reframe: ~/a.png: ~/out/a-1x1.png exists; use --overwrite to replace it\n")
    #expect(sandbox.folder.names == ["a.png", "out", "out/a-1x1.png"])
    #expect(try sandbox.folder.bytes("out/a-1x1.png") == [UInt8]("precious".utf8))
  }

  @Test("Each replaces one that exists if asked")
  func overwrites() throws {
    let sandbox = try sandbox()
    try sandbox.folder.write("old".utf8, to: "out/a-1x1.png")
    let outcome = sandbox.reframe("-a", "16:9,1:1", "-m", "crop", "-o", "~/out", "--overwrite")
    #expect(outcome.code == .success)
    #expect(try sandbox.kind("out/a-1x1.png") == "png 8x8")
  }

  @Test(
    "An explanation that exists is not lost either", arguments: ["a-1x1.explain.json", "a-1x1.explain.png"])
  func explanation(name: String) throws {
    let sandbox = try sandbox()
    try sandbox.folder.write("precious".utf8, to: "out/\(name)")
    let outcome = sandbox.reframe("-a", "1:1", "--explain", "-o", "~/out")
    #expect(outcome.code == .failure)
    #expect(sandbox.folder.names == ["a.png", "out", "out/\(name)"])
  }

  @Test("Nothing stays if the fill fails", arguments: ["solid:color=red"])
  func failingFill(fill: String) throws {
    let sandbox = try sandbox()
    let outcome = sandbox.reframe("-a", "3:2,1:1", "-m", "expand", "--fill", fill, "-o", "~/out")
    #expect(outcome.code == .failure)
    #expect(
      outcome.error
        == "reframe: ~/a.png: fill 'solid': 'red' is no colour; write it as #rrggbb, such as #ff8800\n")
    #expect(sandbox.folder.names.allSatisfy { !$0.hasPrefix("out/") })
  }

  @Test("Nothing stays where nothing can be written")
  func unwritable() throws {
    let sandbox = try sandbox()
    let outcome = sandbox.reframe("-a", "1:1,4:5", "-o", "~/a.png/out/")
    #expect(outcome.code == .failure)
    #expect(outcome.error.hasPrefix("reframe: cannot write ~/a.png/out/"))
    #expect(outcome.error.hasSuffix(": not a directory; name another place with -o\n"))
    #expect(sandbox.folder.names == ["a.png"])
  }

  @Test("The source itself may be replaced, and is whole until then")
  func replacesSource() throws {
    let sandbox = try sandbox()
    #expect(sandbox.reframe("-a", "1:1", "-m", "crop", "-o", "~/a.png").code == .failure)
    #expect(try sandbox.kind("a.png") == "png 12x8")
    #expect(sandbox.reframe("-a", "1:1", "-m", "crop", "-o", "~/a.png", "--overwrite").code == .success)
    #expect(try sandbox.kind("a.png") == "png 8x8")
    #expect(sandbox.folder.names == ["a.png"])
  }
}
