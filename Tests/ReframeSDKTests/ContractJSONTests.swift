import CReframe
import CReframe.JSON
import Testing
import TestSupport

/// The JSON reader for plugins in C, as Swift sees it.
@Suite("The contract's JSON reader in C")
struct ContractJSONTests {
  /// Follows a path of names and indexes; answers the text of the value there.
  private func value(_ json: String, _ path: Any...) -> String {
    read(json, path) { $0.length == 0 ? "" : String(decoding: bytes($0), as: UTF8.self) }
  }

  private func bytes(_ text: rf_text) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text.data, count: Int(text.length))
  }

  private func read<Answer>(_ json: String, _ path: [Any], _ body: (rf_text) -> Answer) -> Answer {
    // A copy of its own length, so that a sanitizer sees whoever reads beyond.
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: json.utf8.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: json.utf8.map { CChar(bitPattern: $0) })
    var text = rf_text(data: copy.baseAddress, length: UInt64(copy.count))
    for step in path {
      text =
        if let name = step as? String {
          rf_json_member(text, name)
        } else {
          rf_json_item(text, UInt64(step as? Int ?? 0))
        }
    }
    return body(text)
  }

  private static let sample = #"""
    { "a\"b": 1, "list" : [1, {"deep": ["q\\", "]"]},  -3.5e-2 ,null], "quoted":"\"e", "none": {}, "empty":[ ]}
    """#

  @Test("Finds members and elements, whatever stands in strings")
  func finds() {
    #expect(value(Self.sample, "list") == #"[1, {"deep": ["q\\", "]"]},  -3.5e-2 ,null]"#)
    #expect(value(Self.sample, "list", 1, "deep", 1) == #""]""#)
    #expect(value(Self.sample, "list", 3) == "null")
    #expect(value(Self.sample, "quoted") == #""\"e""#)
    #expect(value(Self.sample, "list", 4) == "")
    #expect(value(Self.sample, "missing", "deep") == "")
    #expect(value(Self.sample, "none", "x") == "")
    #expect(value(Self.sample, 0) == "")
  }

  @Test("Counts elements")
  func counts() {
    #expect(read(Self.sample, ["list"], rf_json_count) == 4)
    #expect(read(Self.sample, ["empty"], rf_json_count) == 0)
    #expect(read(Self.sample, ["none"], rf_json_count) == 0)
  }

  @Test("Reads strings, and tells nothing from something")
  func strings() {
    #expect(read(#""16:9""#, []) { rf_json_is($0, "16:9") } == 1)
    #expect(read(#""16:9""#, []) { rf_json_is($0, "16:") } == 0)
    #expect(read(#""""#, []) { rf_json_is($0, "") } == 1)
    #expect(read("16", []) { rf_json_is($0, "16") } == 0)
    #expect(read("null", [], rf_json_is_null) == 1)
    #expect(read("", [], rf_json_is_null) == 1)
    #expect(read("0", [], rf_json_is_null) == 0)
  }

  @Test(
    "Reads whole numbers exactly, and refuses others",
    arguments: [
      ("0", 0), ("-12", -12), ("999999999999999999", 999_999_999_999_999_999), ("", nil), ("-", nil),
      ("1.5", nil),
      ("1e3", nil), ("1000000000000000000", nil), ("null", nil),
    ] as [(String, Int64?)])
  func integers(json: String, expected: Int64?) {
    var number: Int64 = 7
    let isRead = read(json, []) { rf_json_integer($0, &number) } == 1
    #expect(number == expected ?? 7 && isRead == (expected != nil))
  }

  @Test(
    "Reads numbers",
    arguments: [
      ("0", 0), ("-0.25", -0.25), ("3e2", 300), ("12.5E-1", 1.25), ("1e+2", 100), ("1e400", .infinity),
      ("0e999", 0), ("", nil), ("-", nil), ("x", nil), ("\"1\"", nil), ("null", nil),
    ] as [(String, Double?)])
  func numbers(json: String, expected: Double?) {
    var number = 7.0
    let isRead = read(json, []) { rf_json_number($0, &number) } == 1
    #expect(number == expected ?? 7 && isRead == (expected != nil))
  }

  @Test("Answers within the text, whatever it holds")
  func nonsense() {
    var generator = SplitMix64(seed: 3)
    let signs = Array(#"{}[]",:\a1 -.e"#)
    for _ in 0..<20_000 {
      let json = String(
        (0..<Int.random(in: 0...20, using: &generator)).map { _ in
          signs.randomElement(using: &generator) ?? " "
        })
      read(json, []) { text in
        let start = UInt(bitPattern: text.data)
        for part in [
          rf_json_member(text, "a"), rf_json_member(text, ""), rf_json_item(text, 0), rf_json_item(text, 2),
        ]
        where part.length > 0 {
          let first = UInt(bitPattern: part.data)
          #expect(first >= start && UInt64(first - start) + part.length <= text.length, "\(json)")
        }
        _ = rf_json_count(text)
      }
    }
  }
}
