/// A finished file, described before its bytes follow.
public struct Rendition: Codable, Equatable, Sendable {
  /// What the file is for.
  public struct Role: OpenWord {
    /// The word as it crosses.
    public let rawValue: String

    /// Makes a word, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What was asked for.
    public static let result = Self(rawValue: "result")
    /// A picture of how the decision was made.
    public static let explanation = Self(rawValue: "explanation")

    /// The words of this revision.
    public static let allCases = [result, explanation]
  }

  /// Which output of the job, from 0.
  public var output: Int
  /// Which variation of it, from 0.
  public var variation: Int
  /// What it is for.
  public var role: Role
  /// Such as `image/jpeg`.
  public var mediaType: String
  /// Pixels.
  public var size: PixelSize
  /// Where the file can be fetched, when its bytes do not follow.
  public var url: String?
  /// What the vendor says that it charged for it; several renditions of a job add up. `nil` if it says nothing.
  public var charge: Money?
  /// How it was made, if the provider can say.
  public var plan: OutputPlan?
  /// Size of the upright source, if the provider knows it.
  public var source: PixelSize?
  /// What the planner knew of the subjects.
  public var subjects: SubjectMap?
  /// Milliseconds by step, such as `decode`.
  public var timings: [String: Double]

  /// Describes a result whose bytes follow.
  public init(output: Int, mediaType: String, size: PixelSize) {
    self.output = output
    self.variation = 0
    self.role = .result
    self.mediaType = mediaType
    self.size = size
    self.timings = [:]
  }
}
