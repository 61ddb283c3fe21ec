package import ReframeSDK

/// Every version of every price book.
package struct PriceShelf: Sendable {
  private var books: [String: [PriceBook]] = [:]

  /// An empty shelf.
  package init() {}

  /// The ids of the books.
  package var ids: [String] { books.keys.sorted() }

  /// Every version of a book, the oldest first.
  func versions(of id: String) -> [PriceBook] { books[id] ?? [] }

  /// Adds a book. Throws if its version is there already, or is valid on days on which another is.
  package mutating func add(_ book: PriceBook) throws(ReframeError) {
    let others = books[book.id] ?? []
    if others.contains(where: { $0.version == book.version }) {
      throw ReframeError(.invalidArgument, "version: '\(book.id)' has a version '\(book.version)' already")
    }
    if let other = others.first(where: { $0.overlaps(book) }) {
      throw ReframeError(
        .invalidArgument,
        "valid: overlap: versions '\(other.version)' and '\(book.version)' of '\(book.id)' share days")
    }
    books[book.id] = (others + [book]).sorted { first, second in
      guard let from = second.from else { return false }
      return first.from.map { $0 < from } ?? true
    }
  }

  /// Days between two versions of a book for which there are no prices, one message each.
  package var gaps: [(book: String, message: String)] {
    var gaps: [(book: String, message: String)] = []
    for id in ids {
      let versions = books[id] ?? []
      for (first, second) in zip(versions, versions.dropFirst()) {
        guard let until = first.until, let from = second.from, until < from else { continue }
        let message =
          "valid: gap: version '\(first.version)' of '\(id)' ends on \(until), and '\(second.version)' begins "
          + "on \(from)"
        gaps.append((id, message))
      }
    }
    return gaps
  }

  /// The version of a book that is valid on that day.
  package func book(_ id: String, on day: CalendarDay) -> PriceBook? {
    books[id]?.first { $0.isValid(on: day) }
  }

  /// The version of a book with that name. Throws `notFound` with those that there are.
  package func book(_ id: String, version: String) throws(ReframeError) -> PriceBook {
    let versions = books[id] ?? []
    if let book = versions.first(where: { $0.version == version }) { return book }
    let known = versions.map(\.version).joined(separator: ", ")
    throw ReframeError(
      .notFound,
      "the price book '\(id)' has no version '\(version)', which the settings pin (known: \(known))")
  }

  /// Takes a book off the shelf, all versions.
  package mutating func remove(_ id: String) { books[id] = nil }
}

extension PriceBook {
  /// Whether there are days on which both are valid.
  fileprivate func overlaps(_ other: PriceBook) -> Bool {
    let startsBeforeOtherEnds = other.until.map { until in from.map { $0 < until } ?? true } ?? true
    let otherStartsBeforeEnd = until.map { until in other.from.map { $0 < until } ?? true } ?? true
    return startsBeforeOtherEnds && otherStartsBeforeEnd
  }
}
