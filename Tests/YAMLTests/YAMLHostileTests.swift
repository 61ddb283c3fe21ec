import Testing

@testable import YAML

@Suite("Hostile bytes")
struct YAMLHostileTests {
  private static let sample = """
    plugin: {path: [a, "b", 'c']}
    fill: &f
      id: solid
      parameters: {color: "#fff", n: 1.5e3, on: true, none: ~}
    other: *f
    text: |
      lines
      more
    ? complex
    : - 0x1f
      - -.inf
    """

  /// Whatever it is, it is a value or a fault with a place inside the text.
  private func check(_ bytes: [UInt8]) {
    let decoded = YAMLDocument(bytes).decode(Tree.self) { _, _ in nil }
    #expect(decoded.value != nil || !decoded.faults.isEmpty)
    #expect(decoded.faults.allSatisfy { $0.mark.line >= 1 && $0.mark.column >= 1 && !$0.message.isEmpty })
  }

  @Test("Noise of any bytes")
  func noise() {
    var random = SplitMix64(seed: 20)
    for _ in 0..<1000 {
      check(
        (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test("Noise of the signs that mean something")
  func signs() {
    var random = SplitMix64(seed: 21)
    let signs = [UInt8]("{}[],:?-&*!|>'\"%@#~ \n\tab01.".utf8)
    for _ in 0..<3000 {
      let count = Int.random(in: 0...60, using: &random)
      check((0..<count).compactMap { _ in signs.randomElement(using: &random) })
    }
  }

  @Test("A good file with a few bytes changed, dropped or cut off")
  func mutations() {
    var random = SplitMix64(seed: 22)
    let sample = [UInt8](Self.sample.utf8)
    check(sample)
    for _ in 0..<1500 {
      var bytes = sample
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
        }
      }
      check(bytes)
    }
    for end in sample.indices { check(Array(sample[..<end])) }
  }
}
