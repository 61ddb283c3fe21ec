package import ReframeSDK

/// What a user asks for, as a door read it: nothing has been checked.
package struct ReframeRequest: Equatable, Sendable {
  /// Slug of the model.
  package var model = "local/reframe"
  /// Ratios such as `9:16`.
  package var aspects: [String] = []
  /// Sizes such as `1080x1920`.
  package var sizes: [String] = []
  /// `1k`, `2k` or `4k`.
  package var resolution: String?
  /// `auto`, `crop` or `expand`.
  package var mode: String?
  /// Id of a fill strategy.
  package var fill: String?
  /// The fill's parameters, an object.
  package var fillParameters: [String: JSONValue] = [:]
  /// The least score of a filled area that is kept, 0 to 1.
  package var fillFloor: Double?
  /// `fast`, `balanced` or `quality`.
  package var generationMode: String?
  /// Id of a detector.
  package var detector: String?
  /// Left, top, width and height of the subject: source pixels, or fractions if none exceeds 1.
  package var subject: [Double]?
  /// The subject's middle: source pixels, or fractions if none exceeds 1.
  package var focus: [Double]?
  /// Left, top, right and bottom of the source on the canvas, in canvas pixels.
  package var placement: [Double]?
  /// Left, top, width and height of the source in fractions of the canvas, -2 to 2.
  package var sourcePosition: [Double]?
  /// `jpeg`, `png` or `webp`.
  package var format: String?
  /// 1 to 100.
  package var quality: Int?
  /// 0 to 2^32 - 1.
  package var seed: Int?
  /// What the newly exposed area should show.
  package var prompt: String?
  /// Whether EXIF, XMP and IPTC are kept.
  package var keepsMetadata = false
  /// Whether a source that has the ratio already is an error.
  package var isStrict = false
  /// Whether the decision is drawn.
  package var explains = false
  /// The most pixels of a source or a canvas.
  package var pixelLimit: Int?

  package init() {}
}
