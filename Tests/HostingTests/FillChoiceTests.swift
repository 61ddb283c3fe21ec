import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("A fill with parameters")
struct FillChoiceTests {
  private func file(_ text: String) throws -> (fill: FillChoice?, faults: [Substring]) {
    let folder = try TestFolder()
    let path = try folder.write(text.utf8, to: "x.yaml")
    let file = ConfigurationFile(path, mustBeTrusted: false)
    return (file.settings.fill.value, file.faults.map { $0.dropFirst(path.count + 1) })
  }

  @Test("As on the command line")
  func text() throws {
    #expect(try FillChoice("blur").id == "blur")
    #expect(try FillChoice("blur").parameters.isEmpty)
    let solid = try FillChoice("solid:color=#fff,a=b=c,d=")
    #expect(solid.id == "solid")
    #expect(solid.parameters == ["color": .string("#fff"), "a": .string("b=c"), "d": .string("")])
    for (text, part) in [("solid:red", "red"), ("solid:", ""), ("solid:=1", "=1"), ("solid:a=1,", "")] {
      let fault = #expect(throws: SettingFault.self) { try FillChoice(text) }
      #expect(fault?.description == "'\(part)' is not KEY=VALUE, as in solid:color=#ffffff")
    }
  }

  @Test("In the file as text or as a mapping, whose parameters have types")
  func mapping() throws {
    #expect(try file("fill: solid:color=#fff").fill == FillChoice("solid:color=#fff"))
    #expect(try file("fill: {id: blur}").fill == FillChoice("blur"))
    let typed = try file("fill: {id: x, parameters: {a: 1, b: true, c: [~, y]}}").fill
    #expect(typed?.parameters == ["a": .number(1), "b": .bool(true), "c": .array([.null, .string("y")])])
  }

  @Test(
    "Faults point into the mapping",
    arguments: [
      ("fill: solid:red", ["1:7: 'red' is not KEY=VALUE, as in solid:color=#ffffff"]),
      ("fill: {parameters: {a: 1}}", ["1:7: the key 'id' is missing"]),
      ("fill: {id: 5}", ["1:12: expected a string, found the whole number 5; put it in quotes"]),
      (
        "fill: {id: x, parameters: 5}",
        ["1:27: expected a mapping of keys to values, found the whole number 5"]
      ),
      ("fill: {id: x, param: {}}", ["1:15: unknown key 'param' (known: id, parameters)"]),
      ("fill: 5", ["1:7: expected the id of a fill, or a mapping of id and parameters"]),
    ])
  func faults(text: String, faults: [String]) throws {
    #expect(try file(text).faults.map(String.init) == faults)
  }
}
