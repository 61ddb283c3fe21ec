@testable import Commands
import TestSupport
import Testing

@Suite("Many pictures")
struct BatchTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    for name in ["in/a.png", "in/b.png", "in/c.png"] { try sandbox.picture(name) }
    return sandbox
  }

  private static let options = ["-a", "1:1", "-m", "crop", "--focus", "0.5,0.5", "-j", "1"]

  @Test("A folder or a pattern is done picture by picture", arguments: ["~/in", "~/in/*.png"])
  func all(operand: String) throws {
    let sandbox = try sandbox()
    let outcome = sandbox.run([operand] + Self.options + ["-o", "~/out"])
    #expect(outcome.code == .success)
    #expect(outcome.output == "~/out/a-1x1.png\n~/out/b-1x1.png\n~/out/c-1x1.png\n")
    #expect(outcome.error.hasSuffix("3 of 3 pictures done\n"))
    #expect(outcome.error.split(separator: "\n").count == 4)
  }

  @Test("Side by side does the same")
  func parallel() throws {
    let sandbox = try sandbox()
    let outcome = sandbox.run(["~/in", "-a", "1:1", "--focus", "0.5,0.5", "-j", "3", "-o", "~/out"])
    #expect(outcome.code == .success)
    #expect(
      Set(outcome.output.split(separator: "\n")) == ["~/out/a-1x1.png", "~/out/b-1x1.png", "~/out/c-1x1.png"])
  }

  @Test("Goes on after a bad file")
  func partly() throws {
    let sandbox = try sandbox()
    try sandbox.folder.write("no picture".utf8, to: "in/b.png")
    let outcome = sandbox.run(["~/in"] + Self.options + ["-o", "~/out"])
    #expect(outcome.code == .partial)
    #expect(outcome.output == "~/out/a-1x1.png\n~/out/c-1x1.png\n")
    let lines = outcome.error.split(separator: "\n")
    #expect(lines[1].hasPrefix("reframe: ~/in/b.png: this is not a picture"))
    #expect(lines.last == "2 of 3 pictures done, 1 failed")
  }

  @Test("Says in JSON, too, what failed")
  func partlyJSON() throws {
    let sandbox = try sandbox()
    try sandbox.folder.write([], to: "in/b.png")
    let outcome = sandbox.run(["~/in", "--json"] + Self.options + ["-o", "~/out"])
    let records = ReframeCommandTests.records(outcome.output)
    #expect(records.map { $0["input"] as? String } == ["~/in/a.png", "~/in/b.png", "~/in/c.png"])
    #expect(records[1]["kind"] as? String == "invalid_argument")
    #expect(records[1]["error"] as? String == "the file is empty; give a picture")
  }

  @Test("Fails if every file did")
  func failed() throws {
    let sandbox = try Sandbox()
    let outcome = sandbox.run(["~/x.png", "~/y.png"] + Self.options + ["-o", "~/out"])
    #expect(outcome.code == .failure)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.error == """
        reframe: ~/x.png: no such file or directory; check the path
        reframe: ~/y.png: no such file or directory; check the path
        0 of 2 pictures done, 2 failed

        """)
    #expect(sandbox.folder.names.isEmpty)
  }

  @Test("Two pictures of one name do not replace one another")
  func collision() throws {
    let sandbox = try Sandbox()
    for name in ["x/a.png", "y/a.png"] { try sandbox.picture(name) }
    let outcome = sandbox.run(["~/x/a.png", "~/y/a.png"] + Self.options + ["-o", "~/out", "--overwrite"])
    #expect(outcome.code == .partial)
    #expect(outcome.output == "~/out/a-1x1.png\n")
    #expect(
      outcome.error.contains(
        "reframe: ~/y/a.png: two outputs would both be ~/out/a-1x1.png; write them to different folders\n"))
    #expect(sandbox.folder.names.filter { $0.hasPrefix("out/") } == ["out/a-1x1.png"])
  }

  @Test("A terminal sees a bar instead of lines, and it is gone at the end")
  func bar() throws {
    let outcome = try sandbox().run(["~/in"] + Self.options + ["-o", "~/out"], interactive: true)
    #expect(outcome.code == .success)
    #expect(outcome.error.contains("\r\u{1b}[K[####################------] 1/3 ") == false)
    #expect(outcome.error.contains(" 2/3 "))
    #expect(!outcome.error.contains("crop"))
    #expect(outcome.error.hasSuffix("\r\u{1b}[K3 of 3 pictures done\n"))
  }

  @Test("Paths on the terminal that has the bar stand on lines of their own", arguments: [[], ["--json"]])
  func paths(options: [String]) throws {
    let outcome = try sandbox().run(
      ["~/in"] + Self.options + options + ["-o", "~/out"], interactive: true, outputInteractive: true)
    let results = outcome.output.split(separator: "\n")
    #expect(results.count == 3)
    for line in results { #expect(outcome.screen.contains("\r\u{1b}[K\(line)\n\r\u{1b}[K[")) }
  }

  @Test("Errors stand above the bar, in red where colours are welcome")
  func errors() throws {
    let sandbox = try sandbox()
    try sandbox.folder.write([], to: "in/b.png")
    let arguments = ["~/in"] + Self.options + ["-o", "~/out", "--overwrite"]
    let plain = sandbox.run(arguments, interactive: true)
    #expect(
      plain.error.contains("\r\u{1b}[Kreframe: ~/in/b.png: the file is empty; give a picture\n\r\u{1b}[K["))
    let colored = sandbox.run(arguments, interactive: true, color: true)
    #expect(
      colored.error.contains("\u{1b}[31mreframe:\u{1b}[0m ~/in/b.png: the file is empty; give a picture\n"))
    #expect(colored.error.hasSuffix("2 of 3 pictures done, \u{1b}[31m1 failed\u{1b}[0m\n"))
  }

  @Test("One picture needs no bar")
  func single() throws {
    let sandbox = try sandbox()
    let outcome = sandbox.run(["~/in/a.png"] + Self.options + ["-o", "~/out"], interactive: true)
    #expect(outcome.error.hasPrefix("~/in/a.png: crop "))
    #expect(!outcome.error.contains("\r"))
  }
}
