/// A valid job as a provider gets it: one source, one or more outputs.
public struct ReframeJob: Codable, Equatable, Sendable {
  /// Slug of the model that is to do it.
  public var model: String
  /// The model's card, for providers that run models from cards; `nil` for a provider's own models.
  public var card: ModelCard?
  /// What is known of the source; `nil` if nobody looked.
  public var source: SourceDescription?
  /// Settings of the model's own, as its card declares them, an object.
  public var parameters: JSONValue
  /// What to make; at least one.
  public var outputs: [OutputRequest]
  /// Whether the planner may crop, expand, or choose.
  public var mode: ReframeMode
  /// Where the subject is, if the user said so: a box, or a point to focus on if it has no size; upright source
  /// pixels, or fractions if no number exceeds 1.
  public var subject: UnitRect?
  /// Id of the only detector to ask; `nil` for `detectors`.
  public var detector: String?
  /// The detectors whose answers are joined when `detector` names none; `nil` leaves the choice to the host.
  public var detectors: [DetectorChoice]?
  /// Id of the fill to use where the canvas is exposed; `nil` leaves the choice to the provider.
  public var fill: String?
  /// Ids of fills to try after it, while the result scores less than `fillFloor`.
  public var spareFills: [String]?
  /// The least score, 0 to 1, of a filled area that is not given up for the next fill or a crop; `nil` keeps all.
  public var fillFloor: Double?
  /// Parameters of that fill, such as `{"color": "#ffffff"}`.
  public var fillParameters: JSONValue
  /// What the newly exposed area should show, for engines that read text.
  public var prompt: String?
  /// Same seed, same result.
  public var seed: UInt32
  /// How many variations of each output.
  public var imageCount: Int
  /// Quality against speed, for engines that offer the choice.
  public var generationMode: GenerationMode?
  /// Whether EXIF, XMP and IPTC go into the result.
  public var keepsMetadata: Bool
  /// Whether a source within 2 % of the ratio is an error, as it is at some vendors.
  public var isStrict: Bool
  /// Whether each output comes with a picture of the decision.
  public var explains: Bool
  /// The most pixels that a source or a canvas may have.
  public var pixelLimit: Int

  /// Makes a job with the defaults of every option.
  public init(model: String, outputs: [OutputRequest]) {
    self.model = model
    self.outputs = outputs
    self.parameters = .object([:])
    self.mode = .auto
    self.fillParameters = .object([:])
    self.seed = Self.standardSeed
    self.imageCount = 1
    self.keepsMetadata = false
    self.isStrict = false
    self.explains = false
    self.pixelLimit = Self.defaultPixelLimit
  }

  /// The seed that is used when nobody names one.
  package static let standardSeed: UInt32 = 42

  /// 268 megapixels: a picture of 16,384 x 16,384.
  public static let defaultPixelLimit = 16384 * 16384
}

/// One result that is wanted.
public struct OutputRequest: Codable, Equatable, Sendable {
  /// Width to height.
  public var aspect: AspectRatio
  /// Exact size in pixels; `nil` keeps the source's scale.
  public var size: PixelSize?
  /// Where the source is to lie, in fractions of the canvas; `nil` leaves it to the planner.
  public var placement: UnitRect?
  /// File format; `nil` for the source's, or the nearest to it that can be written.
  public var format: OutputFormat?
  /// 1 to 100 for formats that lose something.
  public var quality: Int

  /// The quality used when nobody names one.
  package static let defaultQuality = 85

  /// Makes a request for a ratio at the source's scale.
  public init(aspect: AspectRatio, size: PixelSize? = nil) {
    self.aspect = aspect
    self.size = size
    self.quality = Self.defaultQuality
  }
}
