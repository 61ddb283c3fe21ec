import ReframeSDK

/// The cells along one axis of the canvas: of about equal width over the placed source, growing outwards.
struct ToneAxis {
  /// First pixel of each cell, and the end.
  let edges: [Int]
  /// The cells over the placed source.
  let inside: Range<Int>
  /// Middles in pixels.
  let centres: [Float]
  /// For each pixel the cell whose middle lies before it, and the share of the next one.
  let taps: [Tap]

  struct Tap {
    let cell: Int
    let share: Float
  }

  var count: Int { centres.count }
  /// Mean width of the cells over the placed source, in pixels.
  var width: Float { Float(edges[inside.upperBound] - edges[inside.lowerBound]) / Float(inside.count) }

  init(_ placed: Range<Int>, of length: Int, canvas: PixelSize) {
    // About 128 cells on the long side, but always some over a small source.
    let usual = min(32, max(8, Double(max(canvas.width, canvas.height)) / 128))
    let cells = max(1, Int((Double(placed.count) / min(usual, max(2, Double(placed.count) / 8))).rounded()))
    let width = Double(placed.count) / Double(cells)
    let before = Self.growing(from: width, over: placed.lowerBound).reversed().map { placed.lowerBound - $0 }
    let after = Self.growing(from: width, over: length - placed.upperBound).map { placed.upperBound + $0 }
    let own = (0...cells).map { placed.lowerBound + $0 * placed.count / cells }
    let edges = before + own + after
    let centres = zip(edges, edges.dropFirst()).map { Float($0 + $1) / 2 }
    inside = before.count..<before.count + cells
    self.edges = edges
    self.centres = centres
    var cell = 0
    taps = (0..<length).map { index in
      let place = Float(index) + 0.5
      while cell + 2 < centres.count, centres[cell + 1] <= place { cell += 1 }
      guard centres.count > 1 else { return Tap(cell: 0, share: 0) }
      return Tap(
        cell: cell, share: min(1, max(0, (place - centres[cell]) / (centres[cell + 1] - centres[cell]))))
    }
  }

  /// Distances from the border of the far edges of cells that grow by an eighth each, up to 48 pixels.
  private static func growing(from width: Double, over length: Int) -> [Int] {
    var edges: [Int] = []
    var (place, width) = (0.0, max(2, width))
    while Int(place) < length {
      place += width
      width = min(48, width * 1.125)
      edges.append(min(length, Int(place)))
    }
    return edges
  }
}
