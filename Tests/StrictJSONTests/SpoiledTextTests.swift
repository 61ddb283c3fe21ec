import Foundation
import ReframeSDK
import StrictJSON
import TestSupport
import Testing

@Suite("JSON that was spoiled")
struct SpoiledTextTests {
  /// The project's own manifests, cards and books.
  private static func texts() throws -> [[UInt8]] {
    let root = TestBundles.repository
    let manifests = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "Plugins").path()
    )
    .map { root.appending(path: "Plugins/\($0)/plugin.json") }
    return (manifests + [root.appending(path: "Sources/Catalogue/Data/prices/mock.json")])
      .sorted { $0.path() < $1.path() }.compactMap { try? [UInt8](Data(contentsOf: $0)) }
  }

  @Test("What ends early is refused at its end or before, whole texts are read as Foundation reads them")
  func cut() throws {
    for text in try Self.texts() {
      #expect(
        try JSONText(text).value
          == JSON.decode(JSONValue.self, from: String(decoding: text, as: UTF8.self), what: ""))
      let end = (text.lastIndex(of: UInt8(ascii: "}")) ?? 0)
      for count in 0...end { #expect(throws: JSONFault.self) { try JSONText(Array(text[..<count])) } }
    }
  }

  @Test("Changed bytes are read or refused, with a place within the text")
  func changed() throws {
    let marks = Array("{}[]\",:\\-.019eutfn\u{0}\u{80}é".utf8)
    var generator = SplitMix64(seed: 11)
    for text in try Self.texts() {
      for _ in 0..<200 {
        var bytes = text
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          bytes[Int.random(in: bytes.indices, using: &generator)] =
            marks[Int.random(in: marks.indices, using: &generator)]
        }
        do throws(JSONFault) {
          // Whatever the path, some place is found for it.
          #expect(try JSONText(bytes).position(of: "kinds[0].parameters: x").line >= 1)
        } catch {
          let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
          try #require(error.position.line <= lines.count)
          #expect(error.position.column <= lines[error.position.line - 1].count + 1)
        }
      }
    }
  }
}
