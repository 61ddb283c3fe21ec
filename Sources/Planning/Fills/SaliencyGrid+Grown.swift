package import ReframeSDK

extension SaliencyGrid {
  /// The same importance over a larger rectangle, nothing where it lay not over `old`, in cells of about the same
  /// size as long as a grid can hold them.
  package func grown(from old: PixelRect, to new: PixelRect) -> SaliencyGrid? {
    guard old != new else { return self }
    var across = max(1, new.width * columns / max(1, old.width))
    var down = max(1, new.height * rows / max(1, old.height))
    while across * down > 65536 { (across, down) = (max(1, across / 2), max(1, down / 2)) }
    var values: [UInt8] = []
    values.reserveCapacity(across * down)
    for row in 0..<down {
      let y = new.y - old.y + (2 * row + 1) * new.height / (2 * down)
      for column in 0..<across {
        let x = new.x - old.x + (2 * column + 1) * new.width / (2 * across)
        let isOver = x >= 0 && y >= 0 && x < old.width && y < old.height
        values.append(isOver ? self[x * columns / old.width, y * rows / old.height] : 0)
      }
    }
    return SaliencyGrid(columns: across, rows: down, values: values)
  }

  /// Share of a side whose outermost cells belong to a subject.
  package func touched(_ side: CanvasSide) -> Double {
    let count = side.isBeside ? rows : columns
    let touched = (0..<count).count { place in
      switch side {
      case .left: self[0, place] >= Self.subject
      case .right: self[columns - 1, place] >= Self.subject
      case .top: self[place, 0] >= Self.subject
      case .bottom: self[place, rows - 1] >= Self.subject
      }
    }
    return Double(touched) / Double(count)
  }

  /// Importance from which a cell surely belongs to a subject.
  private static let subject: UInt8 = 160
}
