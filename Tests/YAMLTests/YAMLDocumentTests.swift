import Testing

@testable import YAML

@Suite("Documents")
struct YAMLDocumentTests {
  private func tree(_ text: String) -> (value: String?, faults: [String]) {
    let decoded = decode(Tree.self, text)
    return (decoded.value?.description, decoded.faults)
  }

  @Test(
    "Are read whole",
    arguments: [
      ("", "{}"), ("# nothing\n", "{}"), ("---\n", "{}"), ("~", "{}"), ("\u{feff}a: 1", "{a: 1}"),
      ("a: 1\nb: [x, 'y', \"z\\n\"]", "{a: 1, b: ['x', 'y', 'z\n']}"),
      ("%YAML 1.2\n---\na: {b: {c: ~}}\n...\n", "{a: {b: {c: null}}}"),
      ("a: |\n  two\n  lines\nb: >\n  one\n  line\n", "{a: 'two\nlines\n', b: 'one line\n'}"),
      ("1: a\ntrue: b\n1.5: c\n", "{1: 'a', 1.5: 'c', true: 'b'}"),
      ("a: &x {b: 1}\nc: *x\nd: [*x, *x]", "{a: {b: 1}, c: {b: 1}, d: [{b: 1}, {b: 1}]}"),
      ("a: &x 1\nb: &x 2\nc: *x", "{a: 1, b: 2, c: 2}"),
    ])
  func reads(text: String, value: String) {
    let read = tree(text)
    #expect(read.value == value)
    #expect(read.faults.isEmpty)
  }

  @Test(
    "Are held to the rules, and the rest is still read",
    arguments: [
      ("a: 1\nb: 2\n a: 3", nil, ["3:3: this is not YAML: mapping values are not allowed in this context"]),
      (
        "a: 1\nb: 2\na: 3\n\"b\": 4", "{a: 1, b: 2}",
        ["3:1: the key 'a' is there already, in line 1", "4:1: the key 'b' is there already, in line 2"]
      ),
      (
        "a: !!str 1\nb: !x {c: 1}", "{a: 1, b: {c: 1}}",
        [
          "1:4: there are no tags such as 'tag:yaml.org,2002:str' here; leave it out",
          "2:4: there are no tags such as '!x' here; leave it out",
        ]
      ),
      ("a: 1\n---\nb: 2", "{a: 1}", ["2:1: a second document begins here; a file holds one"]),
      ("a: *b\nb: &b 1", "{a: null, b: 1}", ["1:4: there is no anchor '&b' before this"]),
      ("a: &a [*a]", "{a: [null]}", ["1:8: there is no anchor '&a' before this"]),
      (
        "[x]: 1\n? {y: 1}\n: 2\n~: 3\nz: 4", "{z: 4}",
        [
          "1:1: expected a word as key, found a list", "2:3: expected a word as key, found a mapping",
          "4:1: expected a word as key, found nothing",
        ]
      ),
      ("a: [1, 2", nil, ["2:1: this is not YAML: did not find expected ',' or ']'"]),
      ("a: \"b", nil, ["1:6: this is not YAML: found unexpected end of stream"]),
      ("a:\n\tb: 1", nil, ["2:1: this is not YAML: found character that cannot start any token"]),
      ("a: \u{1}", nil, ["1:1: this is not YAML: control characters are not allowed"]),
    ] as [(String, String?, [String])])
  func rules(text: String, value: String?, faults: [String]) {
    let read = tree(text)
    #expect(read.value == value)
    #expect(read.faults == faults)
  }

  @Test("Columns count characters, not bytes")
  func columns() { #expect(tree("'äö🎈': *x").faults == ["1:8: there is no anchor '&x' before this"]) }

  @Test(
    "Bytes that are no UTF-8 are refused, UTF-16 too", arguments: [[0x61, 0xff], [0xff, 0xfe, 0x61, 0x00]])
  func encoding(bytes: [UInt8]) {
    let decoded = decode(Tree.self, bytes)
    #expect(decoded.value == nil)
    #expect(decoded.faults == ["1:1: this is not YAML: invalid leading UTF-8 octet"])
  }

  @Test("A megabyte is read, a byte more is not")
  func size() {
    let limit = YAMLDocument.sizeLimit
    #expect(tree("a: 1 #" + String(repeating: "x", count: limit - 6)).faults.isEmpty)
    let long = tree("a: 1 #" + String(repeating: "x", count: limit - 5))
    #expect(long.value == nil)
    #expect(long.faults == ["1:1: the file has more than 1048576 bytes"])
  }

  @Test("64 levels are read, one more is not; neither is a tower of a million")
  func depth() {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    #expect(tree(nested(64)).faults.isEmpty)
    #expect(tree(nested(65)).faults == ["1:65: this is nested more than 64 levels deep"])
    #expect(tree(String(repeating: "[", count: 1_000_000)).faults.count == 1)
    #expect(tree(String(repeating: "- ", count: 500_000)).faults.count == 1)
    #expect(tree(String(repeating: "? ", count: 500_000)).faults.count == 1)
  }

  @Test("Depth counts what an alias stands for")
  func aliasDepth() {
    let chain = (1..<70).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
    #expect(tree("a0: &a0 x\n" + chain).faults == ["64:12: this is nested more than 64 levels deep"])
  }

  @Test("A billion laughs are not laughed")
  func laughs() {
    let lines = (1...9).map { line in
      "l\(line): &l\(line) [\(Array(repeating: "*l\(line - 1)", count: 10).joined(separator: ", "))]\n"
    }
    let read = tree("l0: &l0 lol\n" + lines.joined())
    #expect(read.value == nil)
    #expect(read.faults.count == 1)
    #expect(read.faults[0].hasSuffix("there are more than 100000 values, aliases written out"))
  }

  @Test("Neither are a hundred thousand values without aliases")
  func count() {
    let read = tree("[" + String(repeating: "1,", count: 100_001) + "]")
    #expect(read.faults.count == 1)
    #expect(tree("[" + String(repeating: "1,", count: 90_000) + "]").faults.isEmpty)
  }
}
