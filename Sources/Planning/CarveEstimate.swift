import ReframeSDK

/// What carving a source costs along its two sides, in shares of what the source has to lose, and what cutting off
/// the same costs there.
package struct CarveEstimate: Equatable, Sendable {
  /// The cost along one side, in equal steps from no pixel of it to all: neither list falls, and both have as many.
  package struct Side: Equatable, Sendable {
    /// What taking out the cheapest seams costs.
    package var carving: [Double]
    /// What cutting off as much at the ends costs.
    package var cropping: [Double]

    package init(carving: [Double], cropping: [Double]) {
      self.carving = carving
      self.cropping = cropping
    }

    /// The cost of a share of the side, between the steps.
    static func at(_ share: Double, _ costs: [Double]) -> Double {
      guard costs.count > 1 else { return 0 }
      let place = min(max(share, 0), 1) * Double(costs.count - 1)
      let step = min(Int(place), costs.count - 2)
      return costs[step] + (costs[step + 1] - costs[step]) * (place - Double(step))
    }
  }

  /// Seams from top to bottom.
  package var columns: Side
  /// Seams from side to side.
  package var rows: Side

  package init(columns: Side, rows: Side) {
    self.columns = columns
    self.rows = rows
  }

  /// What it costs to bring a source to another size, seams taken out and doubled together.
  func cost(of carved: PixelSize, from source: PixelSize) -> Double {
    let across = abs(1 - Double(carved.width) / Double(source.width))
    let down = abs(1 - Double(carved.height) / Double(source.height))
    return Side.at(across, columns.carving) + Side.at(down, rows.carving)
  }
}
