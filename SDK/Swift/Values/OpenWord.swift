/// A word of a vocabulary that may grow within a major revision of the contract: one that is not known is kept as
/// it came, so that a newer side's cards, plans and renditions can still be read.
public protocol OpenWord: RawRepresentable<String>, CaseIterable, Codable, Hashable, Sendable {
  /// Makes a word, known or not.
  init(rawValue: String)
}

extension OpenWord {
  /// Whether this revision knows the word: it is one of `allCases`.
  public var isKnown: Bool { Self.allCases.contains(self) }
}
