import ReframeSDK

/// What is left to do where the source is too small to match anything in: it is mirrored on and on.
enum Reflection {
  /// Fills `canvas` outside `placed`; border pixels are not doubled.
  static func fill(
    _ canvas: inout MutablePixelView, placed: PixelRect, job: JobContext
  ) throws(ReframeError) {
    let columns = (0..<canvas.width).map { place($0, start: placed.x, count: placed.width) }
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
      canvas.copyRow(
        place(y, start: placed.y, count: placed.height), to: y, columns: 0..<canvas.width)
    }
  }

  private static func place(_ index: Int, start: Int, count: Int) -> Int {
    guard count > 1 else { return start }
    let period = 2 * (count - 1)
    let offset = ((index - start) % period + period) % period
    return start + min(offset, period - offset)
  }
}
