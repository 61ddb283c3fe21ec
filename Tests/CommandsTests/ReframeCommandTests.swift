@testable import Commands
import Foundation
import TestSupport
import Testing

@Suite("The command reframe")
struct ReframeCommandTests {
  @Test("Writes a file per ratio, prints the paths, and says what it did")
  func ratios() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let outcome = sandbox.reframe("-a", "9:16,1:1", "-a", "3:2", "-m", "crop", "-o", "~/out/")
    #expect(outcome.code == .success)
    #expect(outcome.output == "~/out/a-9x16.png\n~/out/a-1x1.png\n~/out/a-3x2.png\n")
    #expect(sandbox.folder.names == ["a.png", "out", "out/a-1x1.png", "out/a-3x2.png", "out/a-9x16.png"])
    #expect(try sandbox.kind("out/a-9x16.png") == "png 5x8")
    let lines = outcome.error.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("~/a.png: crop 8x8+2+0 of 12x8 -> ~/out/a-1x1.png 8x8"))
    #expect(lines[2].hasPrefix("~/a.png: resize -> ~/out/a-3x2.png 12x8"))
    #expect(lines[2].hasSuffix("(already 3:2, only scaled)"))
  }

  @Test("Writes exact sizes, formats and tiers")
  func sizes() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    #expect(sandbox.reframe("-s", "10x10,7x3", "-f", "jpg", "-o", "~/out").code == .success)
    #expect(try sandbox.kind("out/a-10x10.jpg") == "jpeg 10x10")
    #expect(try sandbox.kind("out/a-7x3.jpg") == "jpeg 7x3")
    #expect(sandbox.reframe("-s", "10x10", "-o", "~/one.webp").output == "~/one.webp\n")
    #expect(try sandbox.kind("one.webp") == "webp 10x10")
  }

  @Test("Expands with the fill and the parameters that are named")
  func fills() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    for fill in ["blur", "mirror", "edge", "solid", "solid:color=#0af", "fixture"] {
      let outcome = sandbox.reframe(
        "-a", "1:1", "-m", "expand", "--fill", fill, "-o", "~/o.png", "--overwrite")
      #expect(outcome.code == .success, "\(outcome.error)")
      #expect(outcome.error.hasPrefix("~/a.png: expand with \(fill.prefix { $0 != ":" }) -> ~/o.png 12x12"))
    }
  }

  @Test("Places the picture in pixels or fractions")
  func placement() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let pixels = sandbox.reframe("-s", "20x20", "--placement", "-2,4,10,12", "--json", "-o", "~/p/")
    let fractions = sandbox.reframe(
      "-s", "20x20", "--source-position", "-0.1,0.2,0.6,0.4", "--json", "-o", "~/f/")
    for outcome in [pixels, fractions] {
      let record = try #require(Self.records(outcome.output).first)
      #expect(record["operation"] as? String == "crop+expand")
      #expect((record["crop"] as? [String: Int]) == ["x": 2, "y": 0, "width": 10, "height": 8])
    }
    #expect(try sandbox.folder.bytes("p/a-20x20.png") == sandbox.folder.bytes("f/a-20x20.png"))
  }

  @Test("--json prints an object for each output with all that is known of it")
  func json() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let outcome = sandbox.reframe("-a", "1:1,16:9", "-m", "crop", "--json", "-o", "~/")
    let records = Self.records(outcome.output)
    #expect(records.count == 2)
    let first = try #require(records.first)
    #expect(
      Set(first.keys).isSuperset(of: [
        "input", "output", "operation", "crop", "framing", "source", "size", "mediaType", "subjects",
        "timings",
      ]))
    #expect(first["input"] as? String == "~/a.png")
    #expect(first["output"] as? String == "~/a-1x1.png")
    #expect(first["size"] as? [String: Int] == ["width": 8, "height": 8])
    #expect(first["source"] as? [String: Int] == ["width": 12, "height": 8])
    #expect((first["framing"] as? [String: Any])?["canvas"] as? [String: Int] == ["width": 8, "height": 8])
    #expect((first["subjects"] as? [[String: Any]])?.first?["label"] as? String == "given")
    #expect((first["timings"] as? [String: Double])?["decode"] != nil)
  }

  @Test("--quiet says nothing but errors")
  func quiet() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let good = sandbox.reframe("-a", "1:1", "--quiet", "-o", "~/")
    #expect(good.output == "~/a-1x1.png\n")
    #expect(good.error.isEmpty)
    let bad = sandbox.reframe("-a", "1:1", "--quiet", "-o", "~/")
    #expect(bad.code == .failure)
    #expect(bad.error == "reframe: ~/a.png: ~/a-1x1.png exists; use --overwrite to replace it\n")
  }

  @Test("--explain writes the decision beside the output")
  func explain() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let outcome = sandbox.run("~/a.png", "-a", "1:1", "--detector", "fixture", "--explain", "-o", "~/out/")
    #expect(outcome.code == .success)
    let names = ["out/a-1x1.explain.json", "out/a-1x1.explain.png", "out/a-1x1.png"]
    #expect(sandbox.folder.names == ["a.png", "out"] + names)
    #expect(outcome.output.split(separator: "\n").map(String.init).sorted() == names.map { "~/" + $0 })
    let text = Data(try sandbox.folder.bytes(names[0]))
    let object = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    #expect((object["plan"] as? [String: Any])?["operation"] as? String == "crop")
    #expect(object["subjects"] != nil)
    #expect(try sandbox.kind(names[1]).hasPrefix("png "))
  }

  @Test("--strict fails on a picture that has the ratio already")
  func strict() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let outcome = sandbox.reframe("-a", "3:2", "--strict", "-o", "~/out/")
    #expect(outcome.code == .failure)
    #expect(
      outcome.error
        == "reframe: ~/a.png: Image already matches target aspect ratio (12x8 is 3:2 to within 2 %)\n")
    #expect(sandbox.folder.names == ["a.png"])
  }

  @Test("The same command gives the same file")
  func deterministic() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    for name in ["x", "y"] {
      _ = sandbox.reframe(
        "-a", "1:1", "-m", "expand", "--fill", "fixture", "--seed", "9", "-o", "~/\(name).png")
    }
    #expect(try sandbox.folder.bytes("x.png") == sandbox.folder.bytes("y.png"))
  }

  @Test("A picture is not written to a terminal")
  func terminal() throws {
    let sandbox = try Sandbox()
    try sandbox.picture()
    let outcome = sandbox.run(["~/a.png", "-a", "1:1", "-o", "-"], outputInteractive: true)
    #expect(outcome.code == .usage)
    #expect(
      outcome.error == "reframe: a picture is not for a terminal; redirect it or name a file with -o\n")
  }

  /// The objects of a text with one on each line.
  static func records(_ text: String) -> [[String: Any]] {
    text.split(separator: "\n").compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
    }
  }
}
