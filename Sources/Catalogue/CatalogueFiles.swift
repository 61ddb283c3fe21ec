internal import FoundationEssentials
package import ReframeSDK
package import StrictJSON

/// What a look through the catalogue's folders found: `models/*.json` and `prices/*.json`.
package struct CatalogueFiles: Sendable {
  /// A file, or a part of one, that is not used, and why.
  package struct Refusal: Equatable, Sendable {
    /// The file.
    package let path: String
    /// What, and of which member.
    package let reason: String
    /// Where in the file, if it is a part of it.
    package var position: TextPosition?

    package init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }

    init(path: String, _ fault: CatalogueFault) {
      self.init(path: path, reason: fault.reason)
      position = fault.position
    }

    /// Such as `models/mine.json:3:5: models[0].slug: is empty`.
    package var text: String { "\(path):\(position.map { "\($0):" } ?? "") \(reason)" }
  }

  /// Cards by slug, and where each is from.
  private(set) var cards: [String: FiledCard] = [:]
  /// The price books.
  private(set) var shelf = PriceShelf()
  /// What was not used.
  package private(set) var refusals: [Refusal] = []

  private static let sizeLimit = 4 << 20

  /// Reads the folders; a file of the same name, and a card of the same slug, in an earlier one shadows the
  /// later. Folders that do not exist are passed over.
  package init(folders: [String]) {
    for path in Self.files("prices", in: folders) {
      add(path) { (files, text) throws(ReframeError) in try files.shelf.add(try PriceBook(text)) }
    }
    for gap in shelf.gaps {
      refusals.append(Refusal(path: "price book '\(gap.book)'", reason: gap.message))
      shelf.remove(gap.book)
    }
    for path in Self.files("models", in: folders) {
      add(path) { (files, text) throws(ReframeError) in
        for (index, card) in try ModelFile(text).models.enumerated() where files.cards[card.slug] == nil {
          files.cards[card.slug] = FiledCard(card: card, path: path, place: "models[\(index)]", text: text)
        }
      }
    }
  }

  /// The card of a provider's that comes first, one for stills if there is one.
  package func card(of provider: String) -> ModelCard? {
    let own = cards.values.map(\.card).filter { $0.provider == provider }.sorted { $0.slug < $1.slug }
    return own.first { $0.medium == .image } ?? own.first
  }

  private mutating func add(
    _ path: String, _ body: (inout CatalogueFiles, JSONText) throws(ReframeError) -> Void
  ) {
    do throws(CatalogueFault) {
      try Self.read(path) { (text) throws(ReframeError) in try body(&self, text) }
    } catch {
      refusals.append(Refusal(path: path, error))
    }
  }

  /// Makes something of what a file says. What `body` throws of a path in it gets that place's line and column.
  static func read<Result>(_ path: String, _ body: (JSONText) throws(ReframeError) -> Result)
    throws(CatalogueFault) -> Result
  {
    let bytes: [UInt8]
    do throws(ReframeError) { bytes = try Self.bytes(of: path) } catch {
      throw CatalogueFault(reason: error.message)
    }
    let text: JSONText
    do throws(JSONFault) { text = try JSONText(bytes) } catch {
      throw CatalogueFault(position: error.position, reason: error.message)
    }
    do throws(ReframeError) { return try body(text) } catch {
      throw CatalogueFault(position: text.position(of: error.message), reason: error.message)
    }
  }

  /// Throws if the file cannot be read or is too long.
  private static func bytes(of path: String) throws(ReframeError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ReframeError(.notFound, "the file cannot be read")
    }
    guard data.count <= sizeLimit else {
      throw ReframeError(.invalidArgument, "the file has \(data.count) bytes; at most 4 MiB are read")
    }
    return [UInt8](data)
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
