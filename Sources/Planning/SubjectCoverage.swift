package import ReframeSDK

extension SaliencyGrid {
  /// Cells on a side of the grid that is made for a part of a picture.
  private static let side = 64

  /// How much each cell of `part` (fractions of the picture) belongs to a subject: where the detector's own grid
  /// says so, or in a region that is not a mere guess of the whole subject. `nil` if nothing is known.
  package init?(of map: SubjectMap, within part: UnitRect) {
    let guess = "salient"
    let regions = map.saliency == nil ? map.regions : map.regions.filter { $0.label != guess }
    guard map.saliency != nil || !regions.isEmpty, part.area > 0 else { return nil }
    var values = [UInt8](repeating: 0, count: Self.side * Self.side)
    for row in 0..<Self.side {
      let y = part.y + part.height * (Double(row) + 0.5) / Double(Self.side)
      for column in 0..<Self.side {
        let x = part.x + part.width * (Double(column) + 0.5) / Double(Self.side)
        var value = 0.0
        for region in regions
        where x >= region.box.x && x < region.box.maxX && y >= region.box.y && y < region.box.maxY {
          value += region.score
        }
        var byte = UInt8(min(1, value) * 255)
        if let grid = map.saliency {
          let place = (Int(x * Double(grid.columns)), Int(y * Double(grid.rows)))
          byte = max(byte, grid[min(max(0, place.0), grid.columns - 1), min(max(0, place.1), grid.rows - 1)])
        }
        values[row * Self.side + column] = byte
      }
    }
    self.init(columns: Self.side, rows: Self.side, values: values)
  }
}
