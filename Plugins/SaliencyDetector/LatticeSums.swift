/// The sums of a plane over the boxes of the lattice, as shares of the plane's mean: an integral image.
struct LatticeSums {
  private let sums: [Double]
  private static let side = BoxLattice.steps + 1

  init(_ plane: Plane) {
    let (width, height) = (plane.width, plane.height)
    var integral = [Double](repeating: 0, count: (width + 1) * (height + 1))
    let scale = 1 / Double(width * height)
    for row in 0..<height {
      var line = 0.0
      for column in 0..<width {
        line += Double(plane[row, column]) * scale
        integral[(row + 1) * (width + 1) + column + 1] = integral[row * (width + 1) + column + 1] + line
      }
    }
    let across = (0..<Self.side).map { Self.place($0, width) }
    sums = (0..<Self.side).flatMap { step in
      let (row, down) = Self.place(step, height)
      return across.map { column, right in
        let upper = row * (width + 1) + column
        let lower = upper + width + 1
        return (integral[upper] * (1 - right) + integral[upper + 1] * right) * (1 - down)
          + (integral[lower] * (1 - right) + integral[lower + 1] * right) * down
      }
    }
  }

  private static func place(_ step: Int, _ count: Int) -> (Int, Double) {
    let place = Double(step * count) / Double(BoxLattice.steps)
    let index = min(Int(place), count - 1)
    return (index, place - Double(index))
  }

  @inline(__always)
  func sum(_ down: BoxLattice.Span, _ across: BoxLattice.Span) -> Double {
    let (top, bottom) = (down.start * Self.side, down.end * Self.side)
    return sums[bottom + across.end] - sums[top + across.end] - sums[bottom + across.start]
      + sums[top + across.start]
  }
}
