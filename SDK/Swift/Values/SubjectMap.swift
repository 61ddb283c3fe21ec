/// Where in a picture the subjects are, as a detector sees it.
public struct SubjectMap: Codable, Equatable, Sendable {
  /// The subjects found, strongest first; empty if nothing stands out.
  public var regions: [SubjectRegion]
  /// How much each part of the picture matters, if the detector can say.
  public var saliency: SaliencyGrid?
  /// What each detector answered, if several did and somebody wants to know.
  public var answers: [DetectorAnswer]?

  /// Makes a map from regions and an optional grid.
  public init(regions: [SubjectRegion], saliency: SaliencyGrid? = nil) {
    self.regions = regions
    self.saliency = saliency
  }

  /// The strongest regions of each label, at most `count` of one, strongest first.
  public func strongest(_ count: Int) -> [SubjectRegion] {
    var taken: [String: Int] = [:]
    return regions.sorted { $0.score > $1.score }.filter { region in
      taken[region.label, default: 0] += 1
      return taken[region.label, default: 0] <= count
    }
  }
}

/// One subject: a box around it, and how sure the detector is.
public struct SubjectRegion: Codable, Equatable, Sendable {
  /// The box, in fractions of the picture.
  public var box: UnitRect
  /// 0 (a guess) to 1 (certain).
  public var score: Double
  /// What it is: `salient` for a subject, `key` for its part that must not be cut, `face` (or `face-left` and
  /// `face-right` for one that looks to a side of the picture), `head`, `given` for the user's word. Others are taken
  /// for subjects.
  public var label: String

  /// Makes a region.
  public init(box: UnitRect, score: Double, label: String) {
    self.box = box
    self.score = score
    self.label = label
  }
}
