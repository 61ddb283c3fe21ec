import ReframeSDK

/// The cells in which a picture is looked at: at most 64 on the long side.
struct CellGrid: Equatable {
  let columns: Int
  let rows: Int

  /// The grid for a picture, with `side` cells on its long side, but no more than it has pixels.
  init(_ size: PixelSize, side: Int = 64) {
    let long = Double(max(size.width, size.height))
    columns = max(1, min(size.width, Int((Double(size.width * side) / long).rounded(.toNearestOrEven))))
    rows = max(1, min(size.height, Int((Double(size.height * side) / long).rounded(.toNearestOrEven))))
  }

  /// The mean of each cell's samples: of those whose middles lie in it, so that a mirrored picture has mirrored
  /// cells, but for a middle on an edge.
  func average(_ plane: Plane) -> Plane {
    var result = Plane(width: columns, height: rows)
    let cells = (0..<plane.width).map { (2 * $0 + 1) * columns / (2 * plane.width) }
    var widths = [Float](repeating: 0, count: columns)
    for cell in cells { widths[cell] += 1 }
    var heights = [Float](repeating: 0, count: rows)
    for y in 0..<plane.height {
      let row = (2 * y + 1) * rows / (2 * plane.height)
      heights[row] += 1
      for x in 0..<plane.width {
        result.values[row * columns + cells[x]] += plane.values[y * plane.width + x]
      }
    }
    for row in 0..<rows {
      for column in 0..<columns { result[row, column] /= heights[row] * widths[column] }
    }
    return result
  }
}
