import Testing

@testable import YAML

@Suite("Scalars by the core schema")
struct YAMLScalarTests {
  @Test("Nothing", arguments: ["", "~", "null", "Null", "NULL"])
  func null(text: String) { #expect(YAMLScalar(text, isPlain: true) == .null) }

  @Test(
    "Truth",
    arguments: [
      ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false),
    ])
  func bool(text: String, value: Bool) { #expect(YAMLScalar(text, isPlain: true) == .bool(value)) }

  @Test(
    "Whole numbers",
    arguments: [
      ("0", 0), ("85", 85), ("-3", -3), ("+4", 4), ("007", 7), ("0x1F", 31), ("0o17", 15),
      ("9223372036854775807", .max), ("9223372036854775808", nil), ("0xffffffffffffffffff", nil),
    ] as [(String, Int?)])
  func integer(text: String, value: Int?) {
    #expect(YAMLScalar(text, isPlain: true) == .integer(value, text: text))
  }

  @Test(
    "Numbers",
    arguments: [
      ("1.5", 1.5), ("-.5", -0.5), ("2.", 2), ("1e3", 1000), ("1.5E-1", 0.15), ("+1e+2", 100),
      (".inf", .infinity), ("-.INF", -.infinity),
    ])
  func number(text: String, value: Double) {
    #expect(YAMLScalar(text, isPlain: true) == .number(value, text: text))
  }

  @Test(
    "Everything else is a string, what other readers take for truth and numbers too",
    arguments: [
      "yes", "no", "on", "off", "y", "tRUE", "1k", "16:9", "0b1", "0o8", "0x", "-0x1", "1_000", "1e", "e3",
      ".",
      "+", "-", "1.2.3", "1.5e+", "inf", "nan", "-.nan", "infinity", "0x1p3", "١",
    ])
  func string(text: String) { #expect(YAMLScalar(text, isPlain: true) == .string(text)) }

  @Test("So is what is in quotes", arguments: ["", "1", "true", "null", "1.5", "~"])
  func quoted(text: String) { #expect(YAMLScalar(text, isPlain: false) == .string(text)) }
}
