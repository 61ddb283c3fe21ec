import ReframeSDK

/// What is left to do where there is nothing to match in: what is there already is mirrored on and on.
enum Reflection {
  /// Fills `canvas` outside `known`; border pixels are not doubled. Of what is known, the rows and columns of `spared`
  /// are not shown again: each side shows what lies between them and it.
  static func fill(
    _ canvas: inout MutablePixelView, known: PixelRect, sparing spared: PixelRect? = nil, job: JobContext
  ) throws(ReframeError) {
    let columns = (0..<canvas.width).map {
      place($0, known.x..<known.maxX, sparing: spared.map { $0.x..<$0.maxX })
    }
    let channels = canvas.channels
    for y in known.y..<known.maxY {
      if y % 64 == 0 { try job.checkCancelled() }
      canvas.withRow(y) { row in
        for x in columns.indices where columns[x] != x {
          for channel in 0..<channels { row[x * channels + channel] = row[columns[x] * channels + channel] }
        }
      }
    }
    for y in 0..<canvas.height where y < known.y || y >= known.maxY {
      if y % 64 == 0 { try job.checkCancelled() }
      let row = place(y, known.y..<known.maxY, sparing: spared.map { $0.y..<$0.maxY })
      canvas.copyRow(row, to: y, columns: 0..<canvas.width)
    }
  }

  private static func place(_ index: Int, _ known: Range<Int>, sparing spared: Range<Int>?) -> Int {
    guard let spared, !known.contains(index) else { return mirrored(index, known) }
    return index < known.lowerBound
      ? mirrored(index, known.lowerBound..<max(known.lowerBound + 1, spared.lowerBound))
      : mirrored(index, min(known.upperBound - 1, spared.upperBound)..<known.upperBound)
  }

  private static func mirrored(_ index: Int, _ range: Range<Int>) -> Int {
    guard range.count > 1 else { return range.lowerBound }
    let period = 2 * (range.count - 1)
    let offset = ((index - range.lowerBound) % period + period) % period
    return range.lowerBound + min(offset, period - offset)
  }
}
