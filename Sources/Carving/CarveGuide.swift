/// What a carve must spare and what it should take: importance in coarse cells, and a mark for every pixel.
package struct CarveGuide: Sendable {
  /// What is wanted of one pixel.
  package enum Mark: UInt8, Sendable {
    /// Nothing.
    case free = 0
    /// No seam passes here unless there is no other way.
    case protected = 1
    /// Seams pass here first, so that it goes away.
    case unwanted = 2
  }

  /// Importance over the picture in equal cells, row by row from the top left, 0 to 255 each.
  package struct Grid: Sendable {
    package let columns: Int
    package let rows: Int
    package let values: [UInt8]

    /// `nil` unless there are `columns * rows` values, and at least one.
    package init?(columns: Int, rows: Int, values: [UInt8]) {
      guard columns > 0, rows > 0, values.count == columns * rows else { return nil }
      self.columns = columns
      self.rows = rows
      self.values = values
    }
  }

  /// What is important, and how much.
  package var importance: Grid?
  /// A `Mark` for each pixel of the picture, row by row; empty if none is marked.
  package var marks: [UInt8] = []

  package init(importance: Grid? = nil, marks: [UInt8] = []) {
    self.importance = importance
    self.marks = marks
  }

  /// What a seam pays for a pixel of the greatest importance, in levels of brightness: more than crossing a hard
  /// edge, less than being barred.
  private static let heaviest = 120

  /// Weights of the pixels of row `y` of a picture: the grid between its cells' middles, and the marks.
  func weigh(_ y: Int, width: Int, height: Int, into weights: UnsafeMutablePointer<UInt8>) {
    weights.update(repeating: SeamField.plain, count: width)
    if let grid = importance {
      let (top, bottom, share) = Self.place(y, of: height, cells: grid.rows)
      let line = (0..<grid.columns).map { column in
        let (a, b) = (
          Int(grid.values[top * grid.columns + column]), Int(grid.values[bottom * grid.columns + column])
        )
        return a * (256 - share) + b * share
      }
      for x in 0..<width {
        let (left, right, share) = Self.place(x, of: width, cells: grid.columns)
        let value = (line[left] * (256 - share) + line[right] * share) >> 8
        weights[x] = SeamField.plain + 2 * UInt8(truncatingIfNeeded: value * Self.heaviest / (2 * 255 * 256))
      }
    }
    guard !marks.isEmpty else { return }
    for x in 0..<width {
      switch Mark(rawValue: marks[y * width + x]) {
      case .protected: weights[x] = SeamField.barred
      case .unwanted: weights[x] = SeamField.wanted
      case .free, nil: break
      }
    }
  }

  /// The two cells between whose middles a pixel lies, and the share of the second in 256ths.
  private static func place(_ position: Int, of length: Int, cells: Int) -> (Int, Int, Int) {
    let scaled = (2 * position + 1) * cells * 128 / length - 128
    let first = scaled >> 8
    return (max(0, first), min(cells - 1, first + 1), scaled & 255)
  }
}
