import ReframeSDK
import StrictJSON
import Testing

@Suite("JSON read strictly")
struct JSONTextTests {
  private func read(_ text: String) throws(JSONFault) -> JSONValue { try JSONText(Array(text.utf8)).value }

  static let values: [(String, JSONValue)] = [
    ("null", .null), (" true ", .bool(true)), ("\t\r\nfalse", .bool(false)), ("0", .number(0)),
    ("-0.5e+2", .number(-50)), ("12345678901234567168", .number(12_345_678_901_234_567_168)),
    (#""""#, .string("")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
    (#""\u00e9\ud83d\ude00 é😀""#, .string("é😀 é😀")), ("[]", .array([])), ("{}", .object([:])),
    ("[1,\n[2], {}]", .array([.number(1), .array([.number(2)]), .object([:])])),
    (#"{"a": {"b": [null]}, "": 1}"#, .object(["a": .object(["b": .array([.null])]), "": .number(1)])),
    ("\u{feff}1", .number(1)),
  ]

  @Test("is the value that it says", arguments: values)
  func value(text: String, value: JSONValue) throws { #expect(try read(text) == value) }

  static let faults: [(String, String)] = [
    ("", "1:1: the text is empty"), (" \n ", "2:2: the text is empty"),
    ("not", "1:1: expected a value, found 'n'"), ("1 2", "1:3: there is more after the end of the value"),
    ("{", "1:2: expected the name of a member in double quotes, and the text ends"),
    (#"{"a""#, "1:5: expected ':' after the name 'a', and the text ends"),
    (#"{"a": 1"#, "1:8: expected ',' or '}', and the text ends"),
    (#"{"a": 1,}"#, "1:9: there is a comma before the '}'"), ("[1,]", "1:4: there is a comma before the ']'"),
    ("[1 2]", "1:4: expected ',' or ']', found '2'"),
    ("{a: 1}", "1:2: expected the name of a member in double quotes, found 'a'"),
    ("{'a': 1}", "1:2: texts stand in double quotes, not in '…'"), ("// x\n1", "1:1: JSON has no comments"),
    ("{\"é\": 1,\n \"é\": 2}", "2:2: the member 'é' is there twice"),
    ("[\"a\nb\"]", "1:4: a control character stands in a text; write it as \\n, \\t or \\u00XX"),
    (#"["a"#, "1:2: the text in quotes does not end"), (#"["\n"#, "1:2: the text in quotes does not end"),
    (#""\x""#, "1:2: there is no such escape"), (#""\"#, "1:2: there is no such escape"),
    (#""\u12g4""#, "1:2: \\u has four hexadecimal digits after it"),
    (#""\ud83d x""#, "1:2: half of a character is escaped without the other half"),
    (#""\ude00""#, "1:2: half of a character is escaped without the other half"),
    (#""\ud83d\u0041""#, "1:2: half of a character is escaped without the other half"),
    ("-", "1:1: '-' has a digit after it"), ("01", "1:1: a number does not begin with 0"),
    ("1.", "1:1: '.' has a digit after it"), ("1e", "1:1: 'e' has a digit after it"),
    ("1e999", "1:1: the number is too large"), ("+1", "1:1: expected a value, found '+'"),
    ("NaN", "1:1: expected a value, found 'N'"), ("\u{a0}1", "1:1: expected a value"),
  ]

  @Test("is refused with line, column and reason", arguments: faults)
  func fault(text: String, reason: String) {
    let fault = #expect(throws: JSONFault.self) { try read(text) }
    #expect(fault?.description == reason)
  }

  @Test("is UTF-8")
  func encoding() {
    let fault = #expect(throws: JSONFault.self) { try JSONText([0x22, 0xc3, 0x28, 0x22]) }
    #expect(fault?.description == "1:2: the text is not written in UTF-8")
  }

  @Test("is read 32 levels deep and no deeper", arguments: [(32, true), (33, false), (1_000_000, false)])
  func depth(count: Int, isRead: Bool) {
    let text = String(repeating: "[", count: count) + String(repeating: "]", count: count)
    #expect(((try? read(text)) != nil) == isRead)
    let open = #expect(throws: JSONFault.self) { try read(String(repeating: "{\"a\":", count: count)) }
    if !isRead { #expect(open?.message == "more than 32 levels deep") }
  }

  static let places: [(String, String)] = [
    ("", "1:1"), ("models: expected an array", "1:2"), ("models[1].slug: is empty", "2:2"),
    ("models[1].a.b: too large", "3:2"), ("models[1].a: an object", "2:14"),
    ("models[1]: 'b' is missing", "2:1"),
    ("models[7].slug: none", "1:2"), ("other: none", "1:1"), ("'id' is missing", "1:1"),
    ("models[x]: none", "1:2"),
  ]

  @Test("tells where the value of a path stands", arguments: places)
  func position(message: String, place: String) throws {
    let text = try JSONText(
      Array("{\"models\": [{\"slug\": \"m\"},\n{\"slug\": \"\", \"a\":\n{\"a\": 1}, \n \"a.b\": 1}]}".utf8))
    // The name with a dot in it is meant, not the member within the other.
    let place = message.hasPrefix("models[1].a.b") ? "4:2" : place
    #expect(text.position(of: message).description == place)
  }
}
