@testable import Commands
import Testing

@Suite("Taking a command line apart")
struct ParsedArgumentsTests {
  private func parse(_ arguments: String...) throws(UsageError) -> ParsedArguments {
    try ParsedArguments(arguments, table: ReframeCommand.table)
  }

  private func fault(_ arguments: String...) -> String? {
    do throws(UsageError) {
      _ = try ParsedArguments(arguments, table: ReframeCommand.table)
      return nil
    } catch {
      return error.message
    }
  }

  @Test("A value may follow as the next word, after =, or right behind the letter")
  func values() throws {
    let spellings = [
      ["--output", "out"], ["--output=out"], ["-o", "out"], ["-oout"], ["-o=out"],
    ]
    for spelling in spellings {
      let parsed = try ParsedArguments(spelling, table: ReframeCommand.table)
      #expect(parsed["output"] == "out", "\(spelling)")
      #expect(parsed.operands.isEmpty)
    }
  }

  @Test("A value keeps everything after the first =, even nothing")
  func equals() throws {
    #expect(try parse("--fill=solid:color=#fff")["fill"] == "solid:color=#fff")
    #expect(try parse("--output=")["output"] == "")
  }

  @Test("A value may begin with one dash, as negative numbers do, or be one")
  func negative() throws {
    #expect(try parse("--source-position", "-0.5,-1,2,2").numbers("source-position") == [-0.5, -1, 2, 2])
    #expect(try parse("--placement=-5,0,10,10").numbers("placement") == [-5, 0, 10, 10])
    #expect(try parse("--seed", "-1").integer("seed") == -1)
    #expect(try parse("-o", "-")["output"] == "-")
  }

  @Test("A value is not the next option, unless after =")
  func missing() throws {
    #expect(fault("--output", "--json") == "--output needs a value: --output PATH")
    #expect(fault("a.jpg", "-a") == "--aspect needs a value: --aspect RATIO,…")
    #expect(try parse("--output=--json")["output"] == "--json")
  }

  @Test("A switch takes no value")
  func switches() throws {
    #expect(try parse("--json", "a.jpg").operands == ["a.jpg"])
    #expect(try parse("--json").has("json"))
    #expect(try !parse("a.jpg").has("json"))
    #expect(fault("--json=yes") == "--json takes no value")
    #expect(fault("-hx") == "--help takes no value")
  }

  @Test("What is no option is an operand, a dash too, and all after --")
  func operands() throws {
    #expect(try parse("a.jpg", "--json", "-", "b c.png").operands == ["a.jpg", "-", "b c.png"])
    #expect(try parse("--json", "--", "--quiet", "-o", "--").operands == ["--quiet", "-o", "--"])
    #expect(try parse("--").operands.isEmpty)
    #expect(try parse("").operands == [""])
  }

  @Test("An option is given once, but for those that repeat")
  func twice() throws {
    #expect(fault("-o", "a", "--output", "b") == "--output is given twice")
    #expect(fault("--json", "--json") == "--json is given twice")
    #expect(try parse("-a", "1:1,4:5", "--aspect", "9:16").list("aspect") == ["1:1", "4:5", "9:16"])
  }

  @Test("Commas between nothing are kept, so that they can be complained of")
  func emptyParts() throws {
    #expect(try parse("-a", "1:1,").list("aspect") == ["1:1", ""])
    #expect(try parse().list("aspect") == [])
  }

  @Test(
    "An unknown option is answered with the nearest known one",
    arguments: [
      ("--apsect", "unknown option '--apsect'; did you mean '--aspect'?"),
      ("--asp", "unknown option '--asp'; see 'reframe --help'"),
      ("--fil", "unknown option '--fil'; did you mean '--fill'?"),
      ("--over-write", "unknown option '--over-write'; did you mean '--overwrite'?"),
      ("--keepmetadata=1", "unknown option '--keepmetadata'; did you mean '--keep-metadata'?"),
      ("--frobnicate", "unknown option '--frobnicate'; see 'reframe --help'"),
      ("-z", "unknown option '-z'; see 'reframe --help'"),
      ("---", "unknown option '---'; see 'reframe --help'"),
    ])
  func unknown(option: String, message: String) {
    #expect(fault("a.jpg", option) == message)
  }

  @Test("Numbers are numbers")
  func numbers() throws {
    let parsed = try parse("--subject", "1,2.5,3e1,.5", "--focus=1,x", "--quality", "85", "--seed=1.5")
    #expect(try parsed.numbers("subject") == [1, 2.5, 30, 0.5])
    #expect(throws: UsageError(message: "--focus: '1,x' is not numbers with commas between")) {
      try parsed.numbers("focus")
    }
    #expect(try parsed.integer("quality") == 85)
    #expect(throws: UsageError(message: "--seed: '1.5' is not a whole number")) { try parsed.integer("seed") }
    #expect(try parsed.numbers("placement") == nil)
    #expect(try parsed.integer("jobs") == nil)
  }
}
