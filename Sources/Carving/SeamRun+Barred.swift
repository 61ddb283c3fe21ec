private import CSeamKernels

extension SeamRun {
  /// Finds the one seam that passes the fewest barred pixels, and of such the cheapest, from the top down with sums
  /// that never end; notes its columns as the first path, and answers its cost. Slower than the halves by far, and
  /// only needed where everything is barred.
  func crossing(_ memory: UnsafeMutablePointer<UInt64>) -> UInt64 {
    let (width, height) = (field.width, field.height)
    // More than a seam can cost that passes nothing barred.
    let barred = UInt64(height) * (3 * 255 + 255 + UInt64(bonus))
    memory.update(repeating: 0, count: field.stride)
    for row in 0..<height {
      _ = rf_seam_row_wide(
        field.luma(max(0, row - 1)), field.luma(row), field.weights(row), memory + row * field.stride, barred,
        UInt64(bonus), Int32(width), memory + (row + 1) * field.stride)
    }
    let last = memory + height * field.stride
    var column = (0..<width).min { last[$0] < last[$1] } ?? 0
    let cost = last[column]
    for row in (0..<height).reversed() {
      paths.base[row] = UInt16(truncatingIfNeeded: column)
      guard row > 0 else { break }
      let (sums, before, luma) = (memory + row * field.stride, field.luma(row - 1), field.luma(row))
      var (best, least) = (column, sums[column])
      for side in [column - 1, column + 1] where side >= 0 && side < width {
        let sum = sums[side] + UInt64(Self.apart(before[column], luma[side]))
        if sum < least { (best, least) = (side, sum) }
      }
      column = best
    }
    return min(cost, UInt64(Int32.max))
  }
}
