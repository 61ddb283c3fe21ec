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

  /// How the place of the source on the canvas can be said.
  public struct PlacementUnit: OpenWord {
    /// The word as it crosses.
    public let rawValue: String

    /// Makes a word, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// In pixels of the canvas, so only for outputs whose size is known.
    public static let pixels = Self(rawValue: "pixels")
    /// In fractions of the canvas.
    public static let fractions = Self(rawValue: "fractions")

    /// The words of this revision.
    public static let allCases = [pixels, fractions]
  }

  /// A resolution by name, and for which ratios it is offered.
  public struct Resolution: Codable, Equatable, Sendable {
    /// Such as `1k` or `720p`.
    public var name: String
    /// The ratios; `nil` for all of the card's.
    public var aspects: [AspectRatio]?

    /// Makes a resolution for some ratios, or all.
    public init(name: String, aspects: [AspectRatio]? = nil) {
      self.name = name
      self.aspects = aspects
    }
  }

  /// How large an output is, where its maker says so.
  public struct OutputSize: Codable, Equatable, Sendable {
    /// The ratio asked for.
    public var aspect: AspectRatio
    /// The resolution asked for; `nil` if there is no choice.
    public var resolution: String?
    /// What comes out.
    public var size: PixelSize

    /// Makes a size for a ratio and a resolution.
    public init(aspect: AspectRatio, resolution: String? = nil, size: PixelSize) {
      self.aspect = aspect
      self.resolution = resolution
      self.size = size
    }
  }

  /// How many jobs a vendor bears; more wait in a queue.
  public struct Limits: Codable, Equatable, Sendable {
    /// Jobs under way at a time; `nil` if not known.
    public var concurrent: Int?
    /// Submissions in a window; `nil` if not known.
    public var rateCount: Int?
    /// The window's length in milliseconds.
    public var rateMilliseconds: Int64?
    /// Models of a provider with the same name here share the limits; `nil` for those without one.
    public var pool: String?

    /// Makes limits that bound nothing.
    public init() {}
  }

  /// Unique name, such as `local/reframe`.
  public var slug: String
  /// Who runs it.
  public var vendor: String
  /// Id of the provider that takes jobs for it, when the card comes from a file; `nil` for that of the provider
  /// which tells the card itself.
  public var provider: String?
  /// What that provider calls the model, if not by the slug.
  public var model: String?
  /// Name for people.
  public var title: String
  /// Stills or moving pictures.
  public var medium: Medium
  /// How far its maker stands by it.
  public var lifecycle: Lifecycle
  /// How good its results are beside those of other models, the larger the better; `nil` if nobody says.
  public var qualityTier: Int?
  /// What it can do.
  public var modes: [ReframeMode]
  /// How the place of the source on the canvas can be said; `nil` if it cannot.
  public var placement: PlacementUnit?
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
  /// Duration in seconds of the slowest settings; `nil` if not known.
  public var slowestSeconds: Double?
  /// The most variations that one run makes; `nil` for one.
  public var imageCountLimit: Int?
  /// Whether any output size can be asked for; `nil` for no.
  public var takesSizes: Bool?
  /// The resolutions it offers by name; `nil` if there is no choice.
  public var resolutions: [Resolution]?
  /// Output sizes, as far as they are known.
  public var outputSizes: [OutputSize]?
  /// Whether it takes a source by a public address only, never its bytes; `nil` for no.
  public var takesAddressesOnly: Bool?
  /// The media types it reads; `nil` if not known.
  public var sourceFormats: [String]?
  /// The most bytes of a source; `nil` if not known.
  public var sourceByteLimit: Int64?
  /// The most pixels on a side of a source; `nil` if not known.
  public var sourceSideLimit: Int?
  /// The longest source video in milliseconds; `nil` if not known.
  public var sourceMillisecondLimit: Int64?
  /// How far the source's ratio has to be from the one asked for, as a fraction of that, as some vendors refuse what is
  /// right already; `nil` if it may be the same.
  public var sourceRatioMargin: Double?
  /// How many jobs the vendor bears; `nil` if not known.
  public var limits: Limits?
  /// The media types of the videos it writes; `nil` for stills.
  public var videoFormats: [String]?
  /// The vendor's pages that say all this.
  public var pages: [String]?
  /// Remarks for a person.
  public var notes: [String]?
  /// JSON Schema of the model's own parameters. A property's `role` says which of a job's members it stands
  /// for: `source`, `aspect`, `resolution`, `count`, `format`, `prompt` or `seed`.
  public var parameters: JSONValue
  /// What the provider calls parameters that the card calls otherwise, by the card's names; `nil` if none.
  public var map: [String: String]?
  /// The price: `{"book", "rule"}` in a catalogue, the `PricingRule` itself when a calculator is asked; `null`
  /// if not known.
  public var pricing: JSONValue

  /// Makes a card of a model for stills with no parameters of its own.
  public init(slug: String, vendor: String, title: String, medium: Medium = .image) {
    self.slug = slug
    self.vendor = vendor
    self.title = title
    self.medium = medium
    self.lifecycle = .stable
    self.modes = [.auto, .crop, .expand]
    self.formats = OutputFormat.stills
    self.outputLimit = 1
    self.parameters = .object([:])
    self.pricing = .null
  }
}
