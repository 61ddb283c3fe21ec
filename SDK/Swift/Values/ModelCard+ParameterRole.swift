extension ModelCard {
  /// The member of a job that a model's parameter stands for: the `role` of its schema.
  public struct ParameterRole: OpenWord {
    /// The word as it crosses.
    public let rawValue: String

    /// Makes a word, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The picture or video, as an address or bytes.
    public static let source = Self(rawValue: "source")
    /// The ratio asked for.
    public static let aspect = Self(rawValue: "aspect")
    /// The resolution by name.
    public static let resolution = Self(rawValue: "resolution")
    /// How many variations one run makes.
    public static let count = Self(rawValue: "count")
    /// The file format of the result.
    public static let format = Self(rawValue: "format")
    /// What the new area should show, in words.
    public static let prompt = Self(rawValue: "prompt")
    /// The number that makes a result come out the same again.
    public static let seed = Self(rawValue: "seed")

    /// The words of this revision.
    public static let allCases = [source, aspect, resolution, count, format, prompt, seed]
  }
}
