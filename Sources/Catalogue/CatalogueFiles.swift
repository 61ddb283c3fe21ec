internal import FoundationEssentials
package import ReframeSDK

/// What a look through the catalogue's folders found: `models/*.json` and `prices/*.json`.
package struct CatalogueFiles: Sendable {
  /// A file, or a part of one, that is not used, and why.
  package struct Refusal: Equatable, Sendable {
    /// The file.
    package let path: String
    /// Where in it and what.
    package let reason: String
  }

  /// Cards by slug, and the file each is from.
  private(set) var cards: [String: (card: ModelCard, path: String)] = [:]
  /// The price books.
  private(set) var shelf = PriceShelf()
  /// What was not used.
  package private(set) var refusals: [Refusal] = []

  private static let sizeLimit = 4 << 20

  /// Reads the folders; a file of the same name, and a card of the same slug, in an earlier one shadows the
  /// later. Folders that do not exist are passed over.
  package init(folders: [String]) {
    for path in Self.files("prices", in: folders) {
      read(path) { (files, text) throws(ReframeError) in try files.shelf.add(try PriceBook(text)) }
    }
    for gap in shelf.gaps {
      refusals.append(Refusal(path: "price book '\(gap.book)'", reason: gap.message))
      shelf.remove(gap.book)
    }
    for path in Self.files("models", in: folders) {
      read(path) { (files, text) throws(ReframeError) in
        for card in try ModelFile(text).models where files.cards[card.slug] == nil {
          files.cards[card.slug] = (card, path)
        }
      }
    }
  }

  /// The card of a provider's that comes first, one for stills if there is one.
  package func card(of provider: String) -> ModelCard? {
    let own = cards.values.map(\.card).filter { $0.provider == provider }.sorted { $0.slug < $1.slug }
    return own.first { $0.medium == .image } ?? own.first
  }

  private mutating func read(
    _ path: String, _ body: (inout CatalogueFiles, String) throws(ReframeError) -> Void
  ) {
    do throws(ReframeError) {
      try body(&self, try Self.text(of: path))
    } catch {
      refusals.append(Refusal(path: path, reason: error.message))
    }
  }

  /// What a file says. Throws if it cannot be read or is too long.
  static func text(of path: String) throws(ReframeError) -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ReframeError(.notFound, "the file cannot be read")
    }
    guard data.count <= sizeLimit else {
      throw ReframeError(.invalidArgument, "the file has \(data.count) bytes; at most 4 MiB are read")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The files of a kind; one of the same name in an earlier folder shadows the later.
  static func files(_ kind: String, in folders: [String]) -> [String] {
    var seen = Set<String>()
    return folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")) ?? []
      return names.sorted().filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") && seen.insert($0).inserted }
        .map { "\(folder)/\(kind)/\($0)" }
    }
  }
}
