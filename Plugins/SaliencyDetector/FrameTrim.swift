import ReframeSDK

extension Thumbnail {
  /// The picture without a frame of one colour, or of two: bars on opposite sides, each at most 15 %.
  func contentRect() -> PixelRect {
    var (left, top, right, bottom) = (0, 0, width, height)
    let (mostAcross, mostDown) = (width * 15 / 100, height * 15 / 100)
    for _ in 0..<2 {
      while top < mostDown, isFlat(rows: top..<top + 1, columns: left..<right) { top += 1 }
      while height - bottom < mostDown, isFlat(rows: bottom - 1..<bottom, columns: left..<right) {
        bottom -= 1
      }
      while left < mostAcross, isFlat(rows: top..<bottom, columns: left..<left + 1) { left += 1 }
      while width - right < mostAcross, isFlat(rows: top..<bottom, columns: right - 1..<right) { right -= 1 }
    }
    if left == 0 || right == width { (left, right) = (0, width) }
    if top == 0 || bottom == height { (top, bottom) = (0, height) }
    return PixelRect(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// Whether no channel varies by 6 of 255 (standard deviation).
  private func isFlat(rows: Range<Int>, columns: Range<Int>) -> Bool {
    let count = Float(rows.count * columns.count)
    return [red, green, blue].allSatisfy { plane in
      var (sum, squares) = (Float(0), Float(0))
      for row in rows {
        for column in columns {
          let value = plane[row, column]
          sum += value
          squares += value * value
        }
      }
      return squares / count - (sum / count) * (sum / count) < 36
    }
  }
}
