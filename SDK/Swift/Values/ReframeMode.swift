/// How a ratio may be reached.
public struct ReframeMode: OpenWord {
  /// The word as it crosses.
  public let rawValue: String

  /// Makes a word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Crop where the subject allows it, expand where it does not.
  public static let auto = Self(rawValue: "auto")
  /// Only crop.
  public static let crop = Self(rawValue: "crop")
  /// Only expand: the whole source stays visible.
  public static let expand = Self(rawValue: "expand")

  /// Scale and take out, or double, what is missed least: neither crop nor expand.
  public static let carve = Self(rawValue: "carve")

  /// The words of this revision.
  public static let allCases = [auto, crop, expand, carve]
}
