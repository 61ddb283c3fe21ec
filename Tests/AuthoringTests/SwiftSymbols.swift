import Foundation
import TestSupport
import Testing

/// The public symbols of `ReframeSDK` as the compiler knows them: its symbol graph.
struct SwiftSymbols: Decodable {
  struct Symbol: Decodable {
    struct Identifier: Decodable { var precise: String }
    struct Fragment: Decodable { var spelling: String }
    struct Comment: Decodable {
      struct Line: Decodable { var text: String }
      var module: String?
      var lines: [Line]
    }
    struct Location: Decodable { var uri: String }
    var identifier: Identifier
    var pathComponents: [String]
    var declarationFragments: [Fragment]
    var docComment: Comment?
    var location: Location?

    var path: String { pathComponents.joined(separator: ".") }
    /// The declaration on one line.
    var declaration: String {
      declarationFragments.map(\.spelling).joined().split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
    }
    /// Whether it stands in the source, and is not made by the compiler as many a `init(from:)` is.
    var isWritten: Bool { location != nil }
    /// Whether it has words of its own, not those of the protocol that it comes from.
    var isDocumented: Bool {
      docComment?.module == "ReframeSDK"
        && docComment?.lines.contains { !$0.text.allSatisfy(\.isWhitespace) } == true
    }
  }

  struct Relationship: Decodable {
    var kind: String
    var source: String
    var target: String
    var targetFallback: String?
  }

  var symbols: [Symbol]
  var relationships: [Relationship]

  /// Where the symbol graph lies, made of the module that was built for the tests.
  static func folder() throws -> TestFolder { try extracted.get() }

  private static let extracted = Result {
    let folder = try TestFolder()
    #if arch(arm64)
      let architecture = "aarch64"
    #else
      let architecture = "x86_64"
    #endif
    try Shell.run(
      """
      swift symbolgraph-extract -module-name ReframeSDK -target \(architecture)-unknown-linux-gnu \
      -I '\(TestBundles.products.path())/Modules' -I SDK/C/include -output-dir \(folder.path) \
      -minimum-access-level public -skip-synthesized-members
      """, in: TestBundles.repository)
    return folder
  }

  /// Reads the symbol graph.
  static func read() throws -> SwiftSymbols {
    try JSONDecoder().decode(SwiftSymbols.self, from: Data(try folder().bytes("ReframeSDK.symbols.json")))
  }

  /// Every declaration and conformance, a line each, in order.
  var lines: [String] {
    let paths = Dictionary(symbols.map { ($0.identifier.precise, $0.path) }) { first, _ in first }
    let conformances = relationships.filter { $0.kind == "conformsTo" }.compactMap {
      relationship -> String? in
      let target = relationship.targetFallback ?? paths[relationship.target] ?? relationship.target
      guard let source = paths[relationship.source], !Self.implied.contains(target) else { return nil }
      return "\(source): conforms to \(target)"
    }
    return (symbols.map { "\($0.path): \($0.declaration)" } + conformances).sorted()
  }

  /// What compilers conclude by themselves, one more than the other.
  private static let implied: Set = [
    "Swift.Copyable", "Swift.Escapable", "Swift.SendableMetatype", "Swift.BitwiseCopyable",
  ]
}
