import ReframeSDK

/// Where the subject is, which nothing may be copied from.
///
/// Cells of the subject's grid at or above a threshold, and all that touch them, are barred. The threshold rises
/// until some twelfth of the picture is left; if even the highest leaves less, nothing is barred.
struct BarredArea {
  private let columns: Int
  private let rows: Int
  private let placed: Box
  /// Barred cells above and left of each corner of a cell.
  private let sums: [Int32]

  /// Cells that matter at least this much are the subject, unless too little is left then.
  static let thresholds: [UInt8] = [96, 144, 192, 232]
  /// The share of the picture that must be left to copy from.
  static let leastShare = 12

  /// Makes the area from the importance over `placed`; `nil` if nothing is barred.
  init?(_ grid: SaliencyGrid, placed: Box) {
    columns = grid.columns
    rows = grid.rows
    self.placed = placed
    let choice = Self.thresholds.lazy
      .map { Self.barred(grid, threshold: $0) }
      .first { cells in cells.count { !$0 } * Self.leastShare >= cells.count }
    guard let choice, choice.contains(true) else { return nil }
    var sums = [Int32](repeating: 0, count: (columns + 1) * (rows + 1))
    for row in 0..<rows {
      var line: Int32 = 0
      for column in 0..<columns {
        line += choice[row * columns + column] ? 1 : 0
        sums[(row + 1) * (columns + 1) + column + 1] = sums[row * (columns + 1) + column + 1] + line
      }
    }
    self.sums = sums
  }

  /// Whether any pixel of `box`, in canvas pixels inside `placed`, is barred.
  func touches(_ box: Box) -> Bool {
    let left = (box.x0 - placed.x0) * columns / placed.width
    let right = min(columns, ((box.x1 - placed.x0) * columns + placed.width - 1) / placed.width)
    let top = (box.y0 - placed.y0) * rows / placed.height
    let bottom = min(rows, ((box.y1 - placed.y0) * rows + placed.height - 1) / placed.height)
    let width = columns + 1
    return sums[bottom * width + right] - sums[top * width + right] - sums[bottom * width + left]
      + sums[top * width + left] > 0
  }

  /// The cells at or above `threshold`, grown by one cell all round.
  private static func barred(_ grid: SaliencyGrid, threshold: UInt8) -> [Bool] {
    var cells = [Bool](repeating: false, count: grid.columns * grid.rows)
    for row in 0..<grid.rows {
      for column in 0..<grid.columns where grid[column, row] >= threshold {
        for y in max(0, row - 1)...min(grid.rows - 1, row + 1) {
          for x in max(0, column - 1)...min(grid.columns - 1, column + 1) {
            cells[y * grid.columns + x] = true
          }
        }
      }
    }
    return cells
  }
}
