/// A detector that is asked, and how much its word counts beside others'.
public struct DetectorChoice: Codable, Equatable, Sendable {
  /// The plugin.
  public var id: String
  /// More than 0; 1 is usual.
  public var weight: Double

  /// Makes a choice.
  public init(id: String, weight: Double = 1) {
    self.id = id
    self.weight = weight
  }
}

/// What one of several detectors answered, before the answers were joined.
public struct DetectorAnswer: Codable, Equatable, Sendable {
  /// The plugin.
  public var detector: String
  /// How much its word counted.
  public var weight: Double
  /// What it found.
  public var regions: [SubjectRegion]
  /// How much each part of the picture matters to it, if it can say.
  public var saliency: SaliencyGrid?

  /// Makes an answer.
  public init(detector: String, weight: Double, regions: [SubjectRegion], saliency: SaliencyGrid? = nil) {
    self.detector = detector
    self.weight = weight
    self.regions = regions
    self.saliency = saliency
  }
}
