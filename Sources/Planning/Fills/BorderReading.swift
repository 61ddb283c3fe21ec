/// What a side of the placed source looks like, cell by cell along it.
package struct BorderReading: Equatable, Sendable {
  /// The side.
  package var side: CanvasSide
  /// Mean distance of the pixels from a plane of brightness, in levels: grain, texture and edges.
  package var roughness: [Double]
  /// Distance of the cells' colours from between their neighbours, in levels: shapes that are larger than a cell.
  package var unevenness: [Double]
  /// Share of the side that a subject touches.
  package var touched: Double

  /// A reading of as many places as there are numbers in both lists.
  package init(side: CanvasSide, roughness: [Double], unevenness: [Double], touched: Double = 0) {
    self.side = side
    self.roughness = roughness
    self.unevenness = unevenness
    self.touched = touched
  }

  /// Grain of high sensitivities stays below, grass, cloth and stone lie above.
  static let mostRoughness = 5.0
  /// Skies and sweeps under uneven light stay below.
  static let mostUnevenness = 5.0
  /// Of a side, which a stalk or a wire may cross.
  static let leastSmoothShare = 0.93
  static let longestTolerableRun = 0.05
  static let tolerableTouch = 0.05

  /// Share of the places that are neither rough nor uneven.
  package var smoothShare: Double {
    guard !places.isEmpty else { return 0 }
    return Double(places.count { $0 }) / Double(places.count)
  }

  /// The longest run of places that are not smooth, as a share of the side.
  package var longestRoughRun: Double {
    guard !places.isEmpty else { return 1 }
    var (run, longest) = (0, 0)
    for isSmooth in places {
      run = isSmooth ? 0 : run + 1
      longest = max(longest, run)
    }
    return Double(longest) / Double(places.count)
  }

  /// Whether the side can be continued by its trend.
  package var isSmooth: Bool {
    smoothShare >= Self.leastSmoothShare && longestRoughRun <= Self.longestTolerableRun
  }

  private var places: [Bool] {
    zip(roughness, unevenness).map { $0 <= Self.mostRoughness && $1 <= Self.mostUnevenness }
  }
}
