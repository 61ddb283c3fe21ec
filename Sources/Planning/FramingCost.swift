import ReframeSDK

/// What a framing is expected to cost, term by term, in the one currency in which crops, expansions and their
/// mixtures are compared: the share of the subject that is worth as much. 0 is a framing without fault, 1 one that
/// shows nothing of the subject.
package struct FramingCost: Equatable, Sendable {
  /// Importance that is cut off, beyond what nobody notices.
  package var lost = 0.0
  /// That anything is filled: a join that may show, however thin the strip is.
  package var filled = 0.0
  /// The share of the canvas that is filled, times how hard the borders are to continue.
  package var exposed = 0.0

  /// What carving bends or stretches, and that it bends anything.
  package var distorted = 0.0

  /// Detectors are not sure of edges; a loss up to this counts for nothing.
  static let tolerableLoss = 0.02
  /// What a subject that the user named counts for more.
  private static let givenWeight = 20.0
  private static let fillWeight = 0.12
  private static let exposureWeight = 0.6
  private static let carveWeight = 0.15
  private static let distortionWeight = 3.0
  /// What any way but a crop costs at least.
  static let leastAlternative = min(fillWeight, carveWeight)

  /// The cost of showing a window that loses `loss` of the subject, while `exposed` of the canvas is to be filled
  /// beside borders of that hardness, or the source carved at a cost of `carved`.
  package init(
    loss: Double, isGiven: Bool, exposed share: Double = 0, hardness: Double = 1, carved: Double? = nil
  ) {
    lost = max(0, loss - Self.tolerableLoss) * (isGiven ? Self.givenWeight : 1)
    if let carved { distorted = Self.carveWeight + Self.distortionWeight * carved }
    guard share > 0 else { return }
    filled = Self.fillWeight
    exposed = Self.exposureWeight * share * hardness
  }

  /// What is made as small as can be.
  package var total: Double { lost + filled + exposed + distorted }

  /// The terms that are not zero, by name, and their sum.
  package var named: [String: Double] {
    let terms = ["importance-lost": lost, "fill": filled, "exposed": exposed, "distorted": distorted]
    return terms.filter { $0.value != 0 }.merging(["total": total]) { $1 }
  }
}

/// How hard each side of a picture is to continue: below 1 for smooth grounds, 1 for texture, above where a subject
/// touches the border and would have to be invented.
package struct BorderHardness: Equatable, Sendable {
  package var left: Double
  package var right: Double
  package var top: Double
  package var bottom: Double

  /// Of borders that nobody looked at.
  package static let unknown = BorderHardness(left: 1, right: 1, top: 1, bottom: 1)
  private static let smooth = 0.4
  private static let touched = 2.0

  package init(left: Double, right: Double, top: Double, bottom: Double) {
    self.left = left
    self.right = right
    self.top = top
    self.bottom = bottom
  }

  /// From what the sides look like.
  package init(_ readings: [BorderReading]) {
    self = .unknown
    for reading in readings {
      let hardness = 1 - (1 - Self.smooth) * reading.smoothShare + Self.touched * reading.touched
      switch reading.side {
      case .left: left = hardness
      case .right: right = hardness
      case .top: top = hardness
      case .bottom: bottom = hardness
      }
    }
  }

  /// The mean of the sides along which a window reaches beyond the source.
  func mean(exposedBy window: PixelRect, of source: PixelSize) -> Double {
    let beside = window.width > source.width
    let above = window.height > source.height
    if beside == above { return (left + right + top + bottom) / 4 }
    return beside ? (left + right) / 2 : (top + bottom) / 2
  }
}
