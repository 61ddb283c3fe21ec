import ReframeSDK

/// A side along which a crop can move.
enum CropAxis {
  case horizontal
  case vertical
}

/// A region of a subject map as the crop planner weighs it.
struct CropRegion: Equatable, Sendable {
  /// Labels of regions that are not subjects but parts that must not be cut.
  static let partLabels: Set<String> = ["key", "face", "head"]
  /// The label of regions that are the user's word.
  static let givenLabel = "given"
  /// How far the edges of a mere guess may be off, in fractions of the picture (standard deviation).
  private static let uncertainty = 0.05

  var box: UnitRect
  var weight: Double
  var isPart: Bool

  /// The regions that count, with weights that add up to no more than 1 among the subjects and the parts each.
  static func regions(of map: SubjectMap) -> [CropRegion] {
    let whole = UnitRect(x: 0, y: 0, width: 1, height: 1)
    let given = map.regions.filter { $0.label == givenLabel }
    var regions = (given.isEmpty ? map.regions : given).map { region in
      CropRegion(
        box: region.box.intersection(whole), weight: min(max(region.score, 0), 1),
        isPart: partLabels.contains(region.label))
    }
    regions.removeAll { $0.weight.isNaN || $0.weight <= 0 || $0.box.width.isNaN || $0.box.height.isNaN }
    for isPart in [false, true] {
      let sum = regions.reduce(0) { $0 + ($1.isPart == isPart ? $1.weight : 0) }
      guard sum > 1 else { continue }
      for index in regions.indices where regions[index].isPart == isPart { regions[index].weight /= sum }
    }
    return regions
  }

  /// The region with its edges moved by what a guess may be off: nine regions after Gauss and Hermite, together
  /// of the same weight. Just this one if it is certain.
  var spread: [CropRegion] {
    guard weight < 0.999 else { return [self] }
    let reach = 3.0.squareRoot() * Self.uncertainty * (1 - weight)
    let nodes = [(-reach, 1.0 / 6), (0.0, 2.0 / 3), (reach, 1.0 / 6)]
    return nodes.flatMap { start, first in
      nodes.map { end, second in
        let (left, width) = Self.moved(box.x, box.maxX, start, end)
        let (top, height) = Self.moved(box.y, box.maxY, start, end)
        return CropRegion(
          box: UnitRect(x: left, y: top, width: width, height: height), weight: weight * first * second,
          isPart: isPart)
      }
    }
  }

  /// Start and length of a span whose ends moved, at least 0.02 long.
  private static func moved(_ start: Double, _ end: Double, _ first: Double, _ second: Double) -> (
    Double, Double
  ) {
    let low = min(max(start + first, 0), 1)
    let high = min(max(end + second, 0), 1)
    return high - low < 0.02 ? ((low + high) / 2 - 0.01, 0.02) : (low, high - low)
  }

  /// The box whose edges are the weighted medians of the regions' edges.
  static func agreement(_ regions: [CropRegion]) -> UnitRect? {
    guard !regions.isEmpty else { return nil }
    func median(_ edge: (UnitRect) -> Double) -> Double {
      let sorted = regions.sorted { edge($0.box) < edge($1.box) }
      let half = regions.reduce(0) { $0 + $1.weight } / 2
      var sum = 0.0
      for region in sorted {
        sum += region.weight
        if sum >= half { return edge(region.box) }
      }
      return edge(sorted[sorted.count - 1].box)
    }
    let (left, top) = (median(\.x), median(\.y))
    return UnitRect(
      x: left, y: top, width: max(0, median(\.maxX) - left), height: max(0, median(\.maxY) - top))
  }

  func span(_ axis: CropAxis) -> CropSpan {
    switch axis {
    case .horizontal: CropSpan(start: box.x, length: box.width, weight: weight, isPart: isPart)
    case .vertical: CropSpan(start: box.y, length: box.height, weight: weight, isPart: isPart)
    }
  }
}

/// A region along one side of the picture.
struct CropSpan: Equatable, Sendable {
  var start: Double
  var length: Double
  var weight: Double
  var isPart: Bool
}
