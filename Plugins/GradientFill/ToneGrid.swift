import ReframeSDK

/// The mean colours of a canvas' cells, alpha premultiplied: what remains when the grain is taken away.
struct ToneGrid {
  let columns: ToneAxis
  let rows: ToneAxis
  let channels: Int
  /// Row by row; red, green, blue and alpha from 0 to 255.
  var values: [SIMD4<Float>]

  init(columns: ToneAxis, rows: ToneAxis, channels: Int) {
    self.columns = columns
    self.rows = rows
    self.channels = channels
    values = [SIMD4<Float>](repeating: .zero, count: columns.count * rows.count)
  }

  /// Takes the means of the cells over the placed source.
  mutating func measure(_ pixels: LentPixels, job: JobContext) throws(ReframeError) {
    let (columns, rows) = (columns, rows)
    let width = columns.count
    try values.withUnsafeMutableBufferPointer { (cells) throws(ReframeError) in
      let output = UnsafeSharedCells(cells)
      try RowTasks.run(rows.inside, each: 2, job: job) { row in
        for column in columns.inside {
          var sum = SIMD4<Float>.zero
          for y in rows.edges[row]..<rows.edges[row + 1] {
            var pixel = pixels.pixel(columns.edges[column], y)
            for _ in columns.edges[column]..<columns.edges[column + 1] {
              sum += Premultiplied.load(pixel, pixels.channels)
              pixel += pixels.channels
            }
          }
          let area =
            (rows.edges[row + 1] - rows.edges[row]) * (columns.edges[column + 1] - columns.edges[column])
          output[row * width + column] = sum / Float(area)
        }
      }
    }
  }

  /// The tones of a pixel row at the middles of the columns' cells, `columns.count` of them.
  func line(_ y: Int, into line: UnsafeMutablePointer<SIMD4<Float>>) {
    let tap = rows.taps[y]
    let next = min(tap.cell + 1, rows.count - 1)
    for column in 0..<columns.count {
      let above = values[tap.cell * columns.count + column]
      line[column] = above + (values[next * columns.count + column] - above) * tap.share
    }
  }

  /// The tone at column `x` of a pixel row's `line`.
  @inline(__always)
  static func tone(
    _ line: UnsafeMutablePointer<SIMD4<Float>>, _ taps: UnsafePointer<ToneAxis.Tap>, _ x: Int
  ) -> SIMD4<Float> {
    let tap = taps[x]
    // The share is 0 if there is but one cell; the line has a spare one.
    return line[tap.cell] + (line[tap.cell + 1] - line[tap.cell]) * tap.share
  }
}

/// Cells that several threads write, each its own.
struct UnsafeSharedCells: @unchecked Sendable {
  private let base: UnsafeMutableBufferPointer<SIMD4<Float>>

  init(_ base: UnsafeMutableBufferPointer<SIMD4<Float>>) { self.base = base }

  subscript(index: Int) -> SIMD4<Float> {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }
}
