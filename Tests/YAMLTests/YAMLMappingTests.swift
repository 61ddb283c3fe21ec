import Testing

@testable import YAML

@Suite("Mappings with names of the user's")
struct YAMLMappingTests {
  /// What stands behind each name, with the name's place.
  private struct Named: Decodable {
    private struct Pair: Decodable {
      let a: Int?
      let b: Int?
    }

    let texts: [String]

    init(from decoder: any Decoder) throws {
      texts = try YAMLMapping(from: decoder).members.map { member in
        let place = "\(member.mark.line):\(member.mark.column) \(member.key)"
        if member.isNull { return place + " nothing" }
        guard member.isMapping else { return place + " \(member.decode(String.self) ?? "?")" }
        return place + (member.decode(Pair.self).map { " \($0.a ?? 0) \($0.b ?? 0)" } ?? " ?")
      }
    }
  }

  @Test("In the file's order, each with its place")
  func members() {
    let decoded = decode(Named.self, "z: word\ny:\n  a: 1\n  b: 2\nx:\n\"5\": {}\n")
    #expect(decoded.value?.texts == ["1:1 z word", "2:1 y 1 2", "5:1 x nothing", "6:1 5 0 0"])
    #expect(decoded.faults == [])
  }

  @Test("No name is unknown, but what is below it may be, and a fault costs only its own member")
  func faults() {
    let decoded = decode(Named.self, "z: 5\ny: {a: x, c: 1}\nx: fine\n")
    #expect(decoded.value?.texts == ["1:1 z ?", "2:1 y 0 0", "3:1 x fine"])
    #expect(
      decoded.faults == [
        "1:4: expected a string, found the whole number 5; put it in quotes",
        "2:8: expected a whole number, found the string 'x'",
        "2:11: unknown key 'c' (known: a, b)",
      ])
  }

  @Test("A slash in a name is no border between two")
  func slashes() {
    struct Outer: Decodable {
      let inner: [String: [String: Named]]
    }
    let decoded = decode(Outer.self, "inner: {a: {b: {x: {a: 1}}}, a/b: {x: {c: {d: 1}}}}")
    #expect(decoded.faults == ["1:44: unknown key 'd' (known: a, b)"])
  }

  @Test("Anything else is no mapping", arguments: ["5", "[a]", "word"])
  func others(text: String) {
    let decoded = decode(Named.self, text)
    #expect(decoded.value == nil)
    #expect(decoded.faults.first?.hasPrefix("1:1: expected a mapping of keys to values, found ") == true)
  }

  @Test("Tens of thousands of keys are read in a moment")
  func large() {
    let text = (0..<40_000).map { "k\($0): 1\n" }.joined()
    let decoded = decode([String: Int].self, text)
    #expect(decoded.value?.count == 40_000)
    #expect(decoded.faults == [])
  }
}
