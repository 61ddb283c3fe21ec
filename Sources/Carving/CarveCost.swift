private import CSeamKernels
package import Imaging

/// What it costs to carve a picture, estimated from a thumbnail in a few milliseconds.
///
/// Costs are shares of what the picture has to lose: the edges and weights of all its pixels. So they can be compared
/// between pictures, and with what a crop loses.
package struct CarveCost: Equatable, Sendable {
  /// The cost along one side, in 32 equal steps from none of it to all. Neither list falls.
  package struct Side: Equatable, Sendable {
    /// What taking out the cheapest seams costs; doubling them costs about as much.
    package let carving: [Double]
    /// What cutting off as much at both ends costs where they are cheapest.
    package let cropping: [Double]
  }

  /// Seams from top to bottom.
  package let columns: Side
  /// Seams from side to side.
  package let rows: Side

  /// Steps along a side.
  package static let steps = 32
  /// Pixels along the long side that are looked at.
  private static let side = 128

  /// Weighs both directions of a thumbnail, of which no more than 128 pixels a side are looked at; the guide's marks
  /// do not count.
  package init(_ thumbnail: Raster, guide: CarveGuide = CarveGuide()) throws(ImagingError) {
    let small = try thumbnail.thumbnail(maxSide: Self.side)
    var guide = guide
    guide.marks = []
    let field = try SeamField(width: small.width, height: small.height)
    for y in 0..<small.height {
      rf_luma_row(
        small.base + y * small.stride, Int32(small.channels), Int32(small.width), field.luma(y))
      guide.weigh(y, width: small.width, height: small.height, into: field.weights(y))
      field.origins(y).update(repeating: 0, count: small.width)
      field.seal(y, width: small.width)
    }
    rows = try Self.weigh(field.transposed(StopSign { false }))
    columns = try Self.weigh(field)
  }

  private static func weigh(_ field: SeamField) throws(ImagingError) -> Side {
    let width = field.width
    let losses = (0..<width).map { x in
      (0..<field.height).reduce(0) { sum, y in
        let luma = field.luma(y)
        return sum + abs(Int(luma[x + 1]) - Int(luma[x - 1])) + Int(field.weights(y)[x])
      }
    }
    let total = Double(losses.reduce(0, +))
    let run = try SeamRun(
      field, capacity: width, choice: SeamChoice(.fast, across: 4 * width), bonus: 0)
    let hands = TwoHands(threads: 1) { run.work($0) }
    try run.take(hands) { (_) throws(ImagingError) in }
    var carving = [0.0]
    for price in run.prices { carving.append(carving[carving.count - 1] + price / total) }
    return Side(carving: sampled(carving), cropping: sampled(crops(losses, total)))
  }

  /// The least that cutting off 0, 1, 2, … columns costs.
  private static func crops(_ losses: [Int], _ total: Double) -> [Double] {
    var before = [0]
    for loss in losses { before.append(before[before.count - 1] + loss) }
    let count = losses.count
    return (0...count).map { cut in
      let kept = (0...cut).map { before[$0 + count - cut] - before[$0] }.max() ?? 0
      return Double(before[count] - kept) / total
    }
  }

  private static func sampled(_ costs: [Double]) -> [Double] {
    let last = costs.count - 1
    return (0...steps).map { step in
      let (index, rest) = (step * last / steps, step * last % steps)
      let next = costs[min(last, index + 1)]
      return costs[index] + (next - costs[index]) * Double(rest) / Double(steps)
    }
  }
}
