import ReframeSDK

/// Continues the picture with its own reflection, row by row and column by column.
///
/// Of period twice the placed size less two, so that border pixels are not doubled (whole-sample symmetry).
struct MirrorFill: FillStrategy {
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    let placed = task.placed
    let columns = (0..<canvas.width).map { Self.reflect($0, start: placed.x, count: placed.width) }
    let channels = canvas.channels
    for y in placed.y..<placed.maxY {
      if y % 64 == 0 { try job.checkCancelled() }
      canvas.withRow(y) { row in
        for x in columns.indices where columns[x] != x {
          for channel in 0..<channels { row[x * channels + channel] = row[columns[x] * channels + channel] }
        }
      }
    }
    for y in 0..<canvas.height where y < placed.y || y >= placed.maxY {
      if y % 64 == 0 { try job.checkCancelled() }
      let source = Self.reflect(y, start: placed.y, count: placed.height)
      canvas.copyRow(source, to: y, columns: 0..<canvas.width)
    }
  }

  /// The index inside `start..<start + count` that `index` reflects to.
  static func reflect(_ index: Int, start: Int, count: Int) -> Int {
    guard count > 1 else { return start }
    let period = 2 * (count - 1)
    let offset = ((index - start) % period + period) % period
    return start + min(offset, period - offset)
  }
}
