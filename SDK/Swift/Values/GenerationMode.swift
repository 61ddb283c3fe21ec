/// Quality against speed and price.
public struct GenerationMode: OpenWord {
  /// The word as it crosses.
  public let rawValue: String

  /// Makes a word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Cheapest and fastest.
  public static let fast = Self(rawValue: "fast")
  /// Between the two.
  public static let balanced = Self(rawValue: "balanced")
  /// Best.
  public static let quality = Self(rawValue: "quality")

  /// The words of this revision.
  public static let allCases = [fast, balanced, quality]
}
