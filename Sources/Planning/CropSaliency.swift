import ReframeSDK

extension SaliencyGrid {
  /// The share of the saliency before each column or row edge, from 0 to 1; empty if nothing is salient.
  func profile(_ axis: CropAxis) -> [Double] {
    let count = axis == .horizontal ? columns : rows
    var sums = [Double](repeating: 0, count: count + 1)
    for row in 0..<rows {
      for column in 0..<columns {
        sums[(axis == .horizontal ? column : row) + 1] += Double(self[column, row])
      }
    }
    for index in 0..<count { sums[index + 1] += sums[index] }
    let total = sums[count]
    return total > 0 ? sums.map { $0 / total } : []
  }

  /// The share of the saliency in `part`; 1 if nothing is salient.
  func share(in part: UnitRect) -> Double {
    var (inside, total) = (0.0, 0.0)
    for row in 0..<rows {
      let top = Double(row) / Double(rows)
      let tall = max(0, min(part.maxY, top + 1 / Double(rows)) - max(part.y, top)) * Double(rows)
      for column in 0..<columns {
        let left = Double(column) / Double(columns)
        let wide = max(0, min(part.maxX, left + 1 / Double(columns)) - max(part.x, left)) * Double(columns)
        let value = Double(self[column, row])
        total += value
        inside += value * tall * wide
      }
    }
    return total > 0 ? inside / total : 1
  }
}
