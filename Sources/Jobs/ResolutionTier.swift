package import ReframeSDK

/// A named amount of pixels: about 1, 4 or 16 megapixels whatever the ratio.
package enum ResolutionTier: String, CaseIterable, Sendable {
  case oneK = "1k"
  case twoK = "2k"
  case fourK = "4k"

  /// The pixels aimed at.
  package var area: Int {
    switch self {
    case .oneK: 1024 * 1024
    case .twoK: 2048 * 2048
    case .fourK: 4096 * 4096
    }
  }

  /// The canvas for a ratio. At 1k the ten common ratios have the sizes that FASHN publishes for its `reframe`;
  /// everything else follows `PixelSize.init(aspect:area:)`.
  package func size(for aspect: AspectRatio) -> PixelSize {
    let published = self == .oneK ? Self.published.first { $0.aspect == aspect }?.size : nil
    return published ?? PixelSize(aspect: aspect, area: area)
  }

  /// https://docs.fashn.ai, reframe, 1k.
  private static let published: [(aspect: AspectRatio?, size: PixelSize)] = [
    (21, 9, 1568, 672), (1, 1, 1024, 1024), (4, 3, 1176, 880), (3, 4, 880, 1176), (3, 2, 1248, 832),
    (2, 3, 832, 1248), (5, 4, 1144, 912), (4, 5, 912, 1144), (16, 9, 1360, 760), (9, 16, 760, 1360),
  ].map { (AspectRatio(width: $0.0, height: $0.1), PixelSize(width: $0.2, height: $0.3)) }
}

extension PixelSize {
  /// The size whose sides are multiples of 8, whose area is within 6 % of `area` and whose ratio is within 0.7 %
  /// of `aspect`, and that strays least from both: an error of 0.7 % in ratio counts as much as one of 6 % in
  /// area. Ratios so long that there is none take multiples of 4, 2 or 1.
  package init(aspect: AspectRatio, area: Int) {
    let idealHeight = (Double(area) / aspect.value).squareRoot()
    let idealWidth = idealHeight * aspect.value
    for step in [8, 4, 2, 1] {
      let candidates = Self.multiples(of: step, around: idealHeight).flatMap { height in
        Self.multiples(of: step, around: idealWidth).map { PixelSize(width: $0, height: height) }
      }
      let errors = candidates.map { size in
        (
          size: size, ratio: abs(size.ratio / aspect.value - 1) / 0.007,
          area: abs(Double(size.area) / Double(area) - 1) / 0.06
        )
      }
      let good = errors.filter { $0.ratio <= 1 && $0.area <= 1 }
      if let best = good.min(by: { $0.ratio + $0.area < $1.ratio + $1.area }) {
        self = best.size
        return
      }
    }
    self.init(width: max(1, Int(idealWidth.rounded())), height: max(1, Int(idealHeight.rounded())))
  }

  /// The positive multiples of `step` within 3 % of `value`, and the nearest one.
  private static func multiples(of step: Int, around value: Double) -> [Int] {
    let first = max(1, Int((value * 0.97 / Double(step)).rounded(.up)))
    let last = max(first, Int(value * 1.03 / Double(step)))
    let nearest = max(1, Int((value / Double(step)).rounded()))
    return Array(Set((first...last).map { $0 * step } + [nearest * step])).sorted()
  }
}
