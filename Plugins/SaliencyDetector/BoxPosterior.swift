import Glibc
import ReframeSDK

/// The probability of every box of the lattice.
struct BoxPosterior {
  /// By the span down, then the span across.
  private var values: [Double]
  private static let spans = BoxLattice.spans

  /// The subject's, from what the picture and experience say.
  init(_ scores: BoxScores) {
    self.init(scores, .subject, SpanScores())
  }

  /// The key part's, which mostly begins where the subject begins and lies within it.
  init(_ scores: BoxScores, subject: BoxPosterior) {
    self.init(scores, .key, SpanScores(of: subject))
  }

  private init(_ scores: BoxScores, _ prior: BoxLattice.Prior, _ relation: SpanScores) {
    let (inside, contrast) = (LatticeSums(scores.inside), LatticeSums(scores.contrast))
    let spans = Self.spans
    let rings = spans.map(\.ring)
    let across = zip(spans, relation.across).map { prior.across($0) + $1 }
    let cells = Double(BoxLattice.steps * BoxLattice.steps)
    values = [Double](repeating: 0, count: spans.count * spans.count)
    var most = -Double.infinity
    for (row, down) in spans.enumerated() {
      let downScore = prior.down(down) + relation.down[row]
      for (column, side) in spans.enumerated() {
        let area = down.length * side.length
        let ring = rings[row].length * rings[column].length - area
        var score = downScore + across[column] + inside.sum(down, side)
        if ring > 0 {
          let sum = contrast.sum(down, side)
          let around = contrast.sum(rings[row], rings[column]) - sum
          score += (sum / Double(area) - around / Double(ring)) * cells
        }
        values[row * spans.count + column] = score
        most = max(most, score)
      }
    }
    normalize(most)
  }

  private mutating func normalize(_ most: Double) {
    var sum = 0.0
    for index in values.indices {
      let value = exp(values[index] - most)
      values[index] = value
      sum += value
    }
    for index in values.indices { values[index] /= sum }
  }

  /// The probability of each span across, whatever the box's height.
  var across: [Double] {
    var sums = [Double](repeating: 0, count: Self.spans.count)
    for (index, value) in values.enumerated() { sums[index % sums.count] += value }
    return sums
  }

  /// The probability of each span down, whatever the box's width.
  var down: [Double] {
    var sums = [Double](repeating: 0, count: Self.spans.count)
    for (index, value) in values.enumerated() { sums[index / sums.count] += value }
    return sums
  }

  /// The probability that each cell of the lattice belongs to the box.
  func coverage() -> Plane {
    let side = BoxLattice.steps + 1
    var edges = [Double](repeating: 0, count: side * side)
    for (row, down) in Self.spans.enumerated() {
      for (column, across) in Self.spans.enumerated() {
        let value = values[row * Self.spans.count + column]
        edges[down.start * side + across.start] += value
        edges[down.start * side + across.end] -= value
        edges[down.end * side + across.start] -= value
        edges[down.end * side + across.end] += value
      }
    }
    var plane = Plane(width: side - 1, height: side - 1)
    for row in 0..<side - 1 {
      for column in 0..<side - 1 {
        if row > 0 { edges[row * side + column] += edges[(row - 1) * side + column] }
      }
      var line = 0.0
      for column in 0..<side - 1 {
        line += edges[row * side + column]
        plane[row, column] = Float(line)
      }
    }
    return plane
  }

  /// Up to 16 boxes that stand for all: the likeliest with those whose edges are at most two steps off as their
  /// mean, then the likeliest of the rest, and so on. The score is the probability of the box and those near it.
  func guesses(label: String) -> [SubjectRegion] {
    var rest = values
    var guesses: [SubjectRegion] = []
    while guesses.count < 16 {
      var best = 0
      for index in rest.indices where rest[index] > rest[best] { best = index }
      guard rest[best] > 0, let guess = Self.take(best, from: &rest), guess.score > 1e-4 else { break }
      guesses.append(SubjectRegion(box: guess.box, score: min(1, guess.score), label: label))
    }
    return guesses
  }

  private static func take(_ index: Int, from rest: inout [Double]) -> (box: UnitRect, score: Double)? {
    func near(_ span: BoxLattice.Span) -> [Int] {
      spans.indices.filter {
        abs(spans[$0].start - span.start) <= 2 && abs(spans[$0].end - span.end) <= 2
      }
    }
    let rows = near(spans[index / spans.count])
    let columns = near(spans[index % spans.count])
    var (mass, left, right, top, bottom) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for row in rows {
      for column in columns {
        let value = rest[row * spans.count + column]
        rest[row * spans.count + column] = 0
        mass += value
        left += value * Double(spans[column].start)
        right += value * Double(spans[column].end)
        top += value * Double(spans[row].start)
        bottom += value * Double(spans[row].end)
      }
    }
    guard mass > 0 else { return nil }
    let scale = 1 / (mass * Double(BoxLattice.steps))
    let box = UnitRect(
      x: left * scale, y: top * scale, width: (right - left) * scale, height: (bottom - top) * scale)
    return (box, mass)
  }
}
