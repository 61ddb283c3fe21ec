package import ReframeSDK

extension SaliencyGrid {
  /// Cells on a side of the grid that is made for a part of a picture.
  private static let side = 64
  /// Labels of regions that are no mere guesses.
  private static let certain: Set<String> = ["face", "head", "given"]
  /// Saliency spreads over grounds and scenery too; no more than this share of a part counts as subject for it.
  private static let subjectShare = 0.2
  /// Values above belong to a subject rather than not.
  private static let middle = 90.0
  /// Cells beside an exposed side in which only what is certain counts.
  private static let border = 10

  /// How much each cell of `part` (fractions of the picture) belongs to a subject: for faces and what the user
  /// named, and for what is most salient. What touches an exposed side has to go on there, so that near those sides
  /// only what is certain counts. `nil` if nothing is known.
  package init?(of map: SubjectMap, within part: UnitRect, exposed: [CanvasSide] = []) {
    let regions = map.regions.filter { map.saliency == nil || Self.certain.contains($0.label) }
    guard map.saliency != nil || !regions.isEmpty, part.area > 0 else { return nil }
    var values =
      map.saliency.map { Self.narrowed($0, part) } ?? [UInt8](repeating: 0, count: Self.side * Self.side)
    Self.free(&values, beside: exposed)
    for row in 0..<Self.side {
      let y = Self.place(row, part.y, part.height)
      for column in 0..<Self.side {
        let x = Self.place(column, part.x, part.width)
        var value = 0.0
        for region in regions
        where x >= region.box.x && x < region.box.maxX && y >= region.box.y && y < region.box.maxY {
          value += region.score
        }
        let index = row * Self.side + column
        values[index] = max(values[index], UInt8(min(1, value) * 255))
      }
    }
    self.init(columns: Self.side, rows: Self.side, values: values)
  }

  private static func free(_ values: inout [UInt8], beside sides: [CanvasSide]) {
    for index in values.indices {
      let (column, row) = (index % side, index / side)
      let isFree = sides.contains {
        switch $0 {
        case .left: column < border
        case .right: column >= side - border
        case .top: row < border
        case .bottom: row >= side - border
        }
      }
      if isFree { values[index] = min(values[index], UInt8(middle)) }
    }
  }

  private static func place(_ cell: Int, _ start: Double, _ length: Double) -> Double {
    start + length * (Double(cell) + 0.5) / Double(side)
  }

  /// The grid's values in `part`, bent so that no more than the share of a subject lies above the middle.
  private static func narrowed(_ grid: SaliencyGrid, _ part: UnitRect) -> [UInt8] {
    let values = (0..<side * side).map { index in
      let x = Int(place(index % side, part.x, part.width) * Double(grid.columns))
      let y = Int(place(index / side, part.y, part.height) * Double(grid.rows))
      return grid[min(max(0, x), grid.columns - 1), min(max(0, y), grid.rows - 1)]
    }
    let limit = Double(values.sorted()[Int(Double(values.count) * (1 - subjectShare))])
    guard limit > middle else { return values }
    return values.map { value in
      let value = Double(value)
      return UInt8(
        value <= limit ? value * middle / limit : middle + (value - limit) * (255 - middle) / (255 - limit))
    }
  }
}
