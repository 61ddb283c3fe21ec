/// What a model is and can do.
public struct ModelCard: Codable, Equatable, Sendable {
  /// What it works on.
  public struct Medium: OpenWord {
    /// The word as it crosses.
    public let rawValue: String

    /// Makes a word, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Stills.
    public static let image = Self(rawValue: "image")
    /// Moving pictures.
    public static let video = Self(rawValue: "video")

    /// The words of this revision.
    public static let allCases = [image, video]
  }

  /// How far its maker stands by it.
  public struct Lifecycle: OpenWord {
    /// The word as it crosses.
    public let rawValue: String

    /// Makes a word, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// May change or go.
    public static let experimental = Self(rawValue: "experimental")
    /// Supported.
    public static let stable = Self(rawValue: "stable")
    /// Going; use another.
    public static let deprecated = Self(rawValue: "deprecated")

    /// The words of this revision.
    public static let allCases = [experimental, stable, deprecated]
  }

  /// Unique name, such as `local/reframe`.
  public var slug: String
  /// Who runs it.
  public var vendor: String
  /// Name for people.
  public var title: String
  /// Stills or moving pictures.
  public var medium: Medium
  /// How far its maker stands by it.
  public var lifecycle: Lifecycle
  /// What it can do.
  public var modes: [ReframeMode]
  /// The ratios it offers; `nil` for any.
  public var aspects: [AspectRatio]?
  /// The formats it writes.
  public var formats: [OutputFormat]
  /// The most outputs of one job; more are sent as further jobs.
  public var outputLimit: Int
  /// The most pixels of a source; `nil` if not known.
  public var sourcePixelLimit: Int?
  /// Usual duration in seconds; `nil` if not known.
  public var averageSeconds: Double?
  /// JSON Schema of the model's own parameters.
  public var parameters: JSONValue
  /// Name of the pricing rule and its settings; `null` if not known.
  public var pricing: JSONValue

  /// Makes a card of a model for stills with no parameters of its own.
  public init(slug: String, vendor: String, title: String, medium: Medium = .image) {
    self.slug = slug
    self.vendor = vendor
    self.title = title
    self.medium = medium
    self.lifecycle = .stable
    self.modes = ReframeMode.allCases
    self.formats = OutputFormat.stills
    self.outputLimit = 1
    self.parameters = .object([:])
    self.pricing = .null
  }
}
