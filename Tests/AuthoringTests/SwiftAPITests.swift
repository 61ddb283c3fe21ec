import Foundation
import Testing
import TestSupport

@Suite("The Swift API of the SDK")
struct SwiftAPITests {
  @Test("Is the one that is stored")
  func digest() throws {
    let lines = try SwiftSymbols.read().lines
    #expect(lines.contains("FillStrategy: protocol FillStrategy : Sendable"))
    #expect(lines.contains("ReframeJob: conforms to Swift.Decodable"))
    try StoredDigest(name: "swift.txt", lines: lines).check()
  }

  @Test("Is documented, all of it")
  func documented() throws {
    let symbols = try SwiftSymbols.read().symbols.filter(\.isWritten)
    #expect(symbols.count > 500)
    let bare = symbols.filter { !$0.isDocumented }.map(\.path)
    #expect(bare.isEmpty, "without documentation: \(bare.joined(separator: ", "))")
  }

  @Test("Becomes a reference without a warning, whose first page groups everything")
  func reference() throws {
    let folder = try TestFolder()
    try Shell.run(
      """
      docc convert SDK/Documentation/ReframeSDK.docc --additional-symbol-graph-dir \
      \(try SwiftSymbols.folder().path) --output-dir \(folder.path)/reference --warnings-as-errors --enable-inherited-docs
      """, in: TestBundles.repository)
    let page = String(
      decoding: try folder.bytes("reference/data/documentation/reframesdk.json"), as: UTF8.self)
    // What no group names is put into one of docc's own.
    #expect(page.contains("\"Kinds of plugin\"") && !page.contains("\"generated\":true"))
  }

  @Test("Says what is gone, what is new, and what to do")
  func complaint() {
    #expect(StoredDigest.complaint("x.txt", stored: ["a", "b"], now: ["a", "b"]) == nil)
    #expect(
      StoredDigest.complaint("x.txt", stored: ["a", "b", "c"], now: ["a", "c: Int", "d"]) == """
        what plugins are built against is no longer that of SDK/API/x.txt:
        - b
        - c
        + c: Int
        + d
        What is gone or changed breaks plugins, which only a new major version may do (SDK/README.md, Versions); what \
        is new in C raises RF_CONTRACT_MINOR. If the change is meant, run 'make api' and commit the file with it.
        """)
  }
}
