import Testing

@testable import YAML

@Suite("Decoding by type")
struct YAMLDecoderTests {
  private enum Mode: String, Decodable {
    case auto
    case crop
  }

  private struct Inner: Decodable, Equatable {
    var quality: Int?
    var keep: Bool?
  }

  private struct Outer: Decodable {
    var name: String?
    var ratio: Double?
    var mode: Mode?
    var inner: Inner?
    var list: [Inner]?
    var open: [String: Int]?
    var small: UInt8?
  }

  private struct Strict: Decodable {
    let id: String
    let count: Int
  }

  private struct Box<Value: Decodable>: Decodable {
    let x: Value?
  }

  @Test("Values, sections, lists and free mappings")
  func values() {
    let text = """
      name: a b
      ratio: 2
      mode: crop
      inner: {quality: 85, keep: true}
      list:
        - quality: 1
        - {}
      open: {a: 1, b: 2}
      small: 255
      """
    let read = decode(Outer.self, text)
    #expect(read.faults.isEmpty)
    #expect(read.value?.name == "a b")
    #expect(read.value?.ratio == 2)
    #expect(read.value?.mode == .crop)
    #expect(read.value?.inner == Inner(quality: 85, keep: true))
    #expect(read.value?.list == [Inner(quality: 1), Inner()])
    #expect(read.value?.open == ["a": 1, "b": 2])
    #expect(read.value?.small == 255)
  }

  @Test("A key without a value is as good as none")
  func empty() {
    let read = decode(Outer.self, "name:\ninner: ~\n")
    #expect(read.faults.isEmpty)
    #expect(read.value?.name == nil && read.value?.inner == nil)
  }

  @Test("Every fault is told, and what is right is kept")
  func faults() {
    let text = """
      nam: x
      name: 1
      ratio: "2"
      inner:
        quality: high
        kep: true
        keep: yes
      list: {a: 1}
      open: [1]
      small: 256
      """
    let read = decode(Outer.self, text)
    #expect(
      read.faults == [
        "1:1: unknown key 'nam'; did you mean 'name'? (known: inner, list, mode, name, open, ratio, small)",
        "2:7: expected a string, found the whole number 1; put it in quotes",
        "3:8: expected a number, found the string '2'",
        "5:12: expected a whole number, found the string 'high'",
        "6:3: unknown key 'kep'; did you mean 'keep'? (known: keep, quality)",
        "7:9: expected true or false, found the string 'yes'",
        "8:7: expected a list, found a mapping",
        "9:7: expected a mapping of keys to values, found a list",
        "10:8: 256 is not between 0 and 255",
      ])
    #expect(read.value?.inner == Inner())
  }

  @Test("What must be there, and unknown keys beside it")
  func required() {
    let read = decode([Strict].self, "- {id: a, count: 1}\n- {id: b, cuont: 1}")
    #expect(read.value == nil)
    #expect(
      read.faults == [
        "2:3: the key 'count' is missing",
        "2:11: unknown key 'cuont'; did you mean 'count'? (known: count, id)",
      ])
    let faulty = decode([Strict].self, "- {id: 1, count: 1}")
    #expect(faulty.faults == ["1:8: expected a string, found the whole number 1; put it in quotes"])
  }

  @Test("A value stops where it cannot be judged, at its own place")
  func words() {
    #expect(decode(Outer.self, "mode: corp").faults.count == 1)
    #expect(decode(Outer.self, "mode: corp").faults[0].hasPrefix("1:7: "))
  }

  @Test("The root's type is checked too", arguments: ["- 1", "x", "5"])
  func root(text: String) {
    let read = decode(Outer.self, text)
    #expect(read.value == nil)
    #expect(read.faults.count == 1)
    #expect(read.faults[0].hasPrefix("1:1: expected a mapping of keys to values, found "))
  }

  private func range<Value: FixedWidthInteger & Decodable>(_ type: Value.Type) {
    let top = Int(exactly: Value.max) ?? .max
    #expect(decode(Box<Value>.self, "x: \(top)").value?.x == Value(top))
    #expect(decode(Box<Value>.self, "x: \(Value.min)").value?.x == .min)
    let beyond = decode(Box<Value>.self, "x: 9999999999999999999999")
    #expect(beyond.faults == ["1:4: 9999999999999999999999 is not between \(Value.min) and \(top)"])
    #expect(
      decode(Box<Value>.self, "x: 1.5").faults == ["1:4: expected a whole number, found the number 1.5"])
    #expect(decode(Box<[Value]>.self, "x: [1, 2]").value?.x == [1, 2])
  }

  @Test("Whole numbers of every width")
  func integers() {
    range(Int.self)
    range(Int8.self)
    range(Int16.self)
    range(Int32.self)
    range(Int64.self)
    range(UInt.self)
    range(UInt8.self)
    range(UInt16.self)
    range(UInt32.self)
    range(UInt64.self)
  }

  @Test("Numbers, also from whole ones")
  func numbers() {
    #expect(decode(Box<Float>.self, "x: 0.5").value?.x == 0.5)
    #expect(decode(Box<Double>.self, "x: 3").value?.x == 3)
    #expect(decode(Box<Float>.self, "x: a").faults == ["1:4: expected a number, found the string 'a'"])
  }

  private struct Tolerant: Decodable {
    var words: [String] = []
    var numbers: [Int] = []

    enum CodingKeys: CodingKey {
      case words
      case pair
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      var list = try container.nestedUnkeyedContainer(forKey: .words)
      while !list.isAtEnd { if let word = try list.decodeIfPresent(String.self) { words.append(word) } }
      var pair = try container.nestedUnkeyedContainer(forKey: .pair)
      var inner = try pair.nestedUnkeyedContainer()
      numbers = [try inner.decode(Int.self), try pair.decode(Int.self)]
      _ = try pair.decode(Int.self)
    }
  }

  @Test("A list read by hand goes on after a fault, and ends with one")
  func unkeyed() {
    let read = decode(Tolerant.self, "words: [a, 1, ~, {}, b]\npair: [[1], 2]")
    #expect(
      read.faults == [
        "1:12: expected a string, found the whole number 1; put it in quotes",
        "1:18: expected a string, found a mapping", "2:7: the list has only 2 elements",
      ])
  }

  @Test("Places of values are known, those of aliases too")
  func located() {
    let read = decode([String: YAMLLocated<Int>].self, "a: &a 1\nb:   2\nc: *a")
    #expect(read.faults.isEmpty)
    #expect(read.value?["a"]?.mark == YAMLMark(line: 1, column: 4))
    #expect(read.value?["b"]?.mark == YAMLMark(line: 2, column: 6))
    #expect(read.value?["c"]?.mark == YAMLMark(line: 3, column: 4))
    #expect(read.value?["c"]?.value == 1)
  }

  private class Base: Decodable { var a: Int? }

  private final class Derived: Base {
    var b: Int?

    private enum CodingKeys: CodingKey { case b }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      b = try container.decodeIfPresent(Int.self, forKey: .b)
      try super.init(from: container.superDecoder())
    }
  }

  @Test("A class and the one above it share a mapping")
  func derived() {
    let read = decode(Derived.self, "a: 1\nb: 2")
    #expect(read.faults.isEmpty)
    #expect(read.value?.a == 1 && read.value?.b == 2)
  }
}
