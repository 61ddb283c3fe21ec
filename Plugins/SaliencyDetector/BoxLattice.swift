import Glibc

/// The boxes that are considered: all whose edges lie on sixteenths of the picture's sides.
enum BoxLattice {
  /// Steps along each side.
  static let steps = 16

  /// The spans between two of the edges, in steps: a box is one of them across and one down.
  static let spans: [Span] = (0..<steps).flatMap { start in
    (start + 1...steps).map { end in Span(start: start, end: end) }
  }

  /// Two edges, in steps.
  struct Span {
    let start: Int
    let end: Int

    var length: Int { end - start }
    /// The span with a quarter of its length, at least a step, added at both ends.
    var ring: Span {
      let reach = max(1, Int((Double(length) * 0.25).rounded(.toNearestOrEven)))
      return Span(start: max(0, start - reach), end: min(steps, end + reach))
    }
  }

  /// What is expected of a box of any picture, for its spans across and down.
  struct Prior {
    let middleAcross: Double
    let middleDown: Double
    let low: Double
    let width: Double
    let widthSquare: Double
    let height: Double
    let heightSquare: Double
    let touchesSides: Double
    let touchesTop: Double
    let touchesBottom: Double

    static let subject = Prior(
      middleAcross: -4.076, middleDown: -4.068, low: -0.035, width: -0.399, widthSquare: 0.133,
      height: -0.077, heightSquare: 0.057, touchesSides: -0.010, touchesTop: 0.345, touchesBottom: 1.319)
    static let key = Prior(
      middleAcross: -1.926, middleDown: 4.515, low: -2.260, width: -0.369, widthSquare: 0.074,
      height: -0.076, heightSquare: -0.021, touchesSides: -0.317, touchesTop: 0.041, touchesBottom: -0.491)

    func across(_ span: Span) -> Double {
      let middle = Double(span.start + span.end) / Double(2 * steps) - 0.5
      let length = log(Double(span.length) / Double(steps))
      let touches = (span.start == 0 ? 1.0 : 0) + (span.end == steps ? 1 : 0)
      return middleAcross * middle * middle + width * length + widthSquare * length * length
        + touchesSides * touches
    }

    func down(_ span: Span) -> Double {
      let middle = Double(span.start + span.end) / Double(2 * steps) - 0.5
      let length = log(Double(span.length) / Double(steps))
      return middleDown * middle * middle + low * middle + height * length + heightSquare * length * length
        + (span.start == 0 ? touchesTop : 0) + (span.end == steps ? touchesBottom : 0)
    }
  }
}
