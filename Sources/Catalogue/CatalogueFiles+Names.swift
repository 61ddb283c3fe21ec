extension CatalogueFiles {
  /// The price books' ids, and the versions of each, the oldest first.
  package var books: [String: [String]] {
    Dictionary(
      shelf.ids.map { ($0, shelf.versions(of: $0).map(\.version)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The units of the price books' amounts, in order.
  package var units: [String] { Set(shelf.ids.flatMap { shelf.versions(of: $0).map(\.unit) }).sorted() }
}
