import Testing

@testable import ReframeSDK

@Suite("JSON")
struct JSONTests {
  @Test(
    "Any JSON value survives a round trip",
    arguments: [
      "null", "true", "false", "0", "1", "-1.5", "4294967295", #""""#, #""text \" \\ / ü 🎈""#, "[]", "{}",
      #"[null,true,1,"1",[],{}]"#, #"{"a":{"b":[1,2,{"c":null}]},"d":false}"#,
    ])
  func roundTrip(text: String) throws {
    let value = try JSON.decode(JSONValue.self, from: text, what: "value")
    #expect(try JSON.encode(value) == text)
  }

  @Test("Numbers, strings and members are read by kind")
  func accessors() throws {
    let value = try JSON.decode(JSONValue.self, from: #"{"n": 1, "s": "x", "b": true}"#, what: "value")
    #expect(value["n"]?.number == 1)
    #expect(value["s"]?.string == "x")
    #expect(value["b"] == .bool(true))
    #expect(value["b"]?.number == nil)
    #expect(value["n"]?.string == nil)
    #expect(value["none"] == nil)
    #expect(JSONValue.array([])["n"] == nil)
  }

  @Test("Values nest 32 levels deep and no deeper", arguments: [("[", "]"), (#"{"a":"#, "}")])
  func depth(open: String, close: String) throws {
    let nested = { (levels: Int) in
      String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
    }
    let text = nested(32)
    let value = try JSON.decode(JSONValue.self, from: text, what: "value")
    #expect(try JSON.encode(value) == text)
    for levels in [33, 500, 100_000] {
      #expect(throws: ReframeError.self) {
        try JSON.decode(JSONValue.self, from: nested(levels), what: "value")
      }
    }
  }

  @Test("A fault inside an array keeps its place")
  func placeInArray() {
    #expect(throws: ReframeError(.invalidArgument, "value: [1][0]: expected an object")) {
      try JSON.decode(JSONValue.self, from: "[1, [1e999]]", what: "value")
    }
  }

  private struct Inner: Codable { var size: Int }
  private struct Outer: Codable {
    var outputs: [Inner]
    var name: String
    var flag: Bool?
    var share: Double?
    var mode: ReframeMode?
  }

  @Test(
    "A fault names its place and what was expected",
    arguments: [
      (#"{"outputs": [{"size": 1}, {"size": "2"}], "name": ""}"#, "outputs[1].size: expected a whole number"),
      (#"{"outputs": [], "name": "", "mode": 1}"#, "mode: expected a string"),
      (#"{"outputs": [{}], "name": ""}"#, "outputs[0]: 'size' is missing"),
      (#"{"outputs": {}, "name": ""}"#, "outputs: expected an array"),
      (#"{"outputs": [3], "name": ""}"#, "outputs[0]: expected an object"),
      (#"{"outputs": [], "name": null}"#, "name: expected a string, found null"),
      (#"{"outputs": [], "name": 3}"#, "name: expected a string"),
      (#"{"outputs": [], "name": "", "flag": 1}"#, "flag: expected true or false"),
      (#"{"outputs": [], "name": "", "share": "x"}"#, "share: expected a number"),
      (#"{"outputs": []}"#, "'name' is missing"),
      ("[]", "expected an object"),
    ])
  func places(text: String, fault: String) {
    #expect(throws: ReframeError(.invalidArgument, "job: \(fault)")) {
      try JSON.decode(Outer.self, from: text, what: "job")
    }
  }

  @Test("A word that this revision does not know is kept as it came")
  func unknownWord() throws {
    let text = #"{"mode":"fold","name":"","outputs":[]}"#
    let value = try JSON.decode(Outer.self, from: text, what: "job")
    #expect(value.mode == ReframeMode(rawValue: "fold") && value.mode?.isKnown == false)
    #expect(try JSON.encode(value) == text)
  }

  @Test(
    "Text that is not JSON is refused in words",
    arguments: ["", "{", "hello", "{\"a\": 1,", "\u{0}", "[1 2]"])
  func notJSON(text: String) {
    #expect(throws: ReframeError(.invalidArgument, "plugin.json: The given data was not valid JSON.")) {
      try JSON.decode(JSONValue.self, from: text, what: "plugin.json")
    }
  }

  @Test("Nesting without end is refused, not followed")
  func nesting() {
    let text = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(throws: ReframeError.self) { try JSON.decode(JSONValue.self, from: text, what: "value") }
  }

  @Test("What JSON cannot hold is an internal fault")
  func unwritable() {
    let error = #expect(throws: ReframeError.self) { try JSON.encode(JSONValue.number(.nan)) }
    #expect(error?.kind == .internalFault)
    #expect(error?.message.hasPrefix("JSONValue cannot be written as JSON: ") == true)
  }

  @Test("Members are written in order, slashes as they are")
  func stable() throws {
    let value = JSONValue.object(["b": .string("a/b"), "a": .number(1)])
    #expect(try JSON.encode(value) == #"{"a":1,"b":"a/b"}"#)
    #expect(try JSON.encode(value, pretty: true).contains("\n"))
  }
}
