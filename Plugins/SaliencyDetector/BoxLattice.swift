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
      middleAcross: -0.130, middleDown: -0.106, low: 0.053, width: 0.016, widthSquare: 0.336, height: 0.213,
      heightSquare: 0.188, touchesSides: -1.133, touchesTop: -0.341, touchesBottom: 0.737)
    static let key = Prior(
      middleAcross: -0.056, middleDown: 0.062, low: -0.337, width: -1.078, widthSquare: -0.021,
      height: -1.287, heightSquare: -0.204, touchesSides: -0.747, touchesTop: -0.669, touchesBottom: -0.718)

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
