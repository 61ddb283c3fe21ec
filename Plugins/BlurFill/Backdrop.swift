import ReframeSDK

/// A small picture that covers the canvas, kept in floats with alpha premultiplied.
struct Backdrop {
  let columns: Int
  let rows: Int
  let channels: Int
  private let canvas: PixelSize
  private var values: [Float]

  init(canvas: PixelSize, channels: Int, cells: Int) {
    let longest = max(canvas.width, canvas.height)
    let scale = min(1, Double(cells) / Double(longest))
    self.canvas = canvas
    self.channels = channels
    columns = max(1, Int((Double(canvas.width) * scale).rounded()))
    rows = max(1, Int((Double(canvas.height) * scale).rounded()))
    values = [Float](repeating: 0, count: columns * rows * channels)
  }

  /// Averages a picture of `size` into the cells, scaled so that it covers the canvas, centred. `row` lends the
  /// samples of a row and how many a pixel has.
  mutating func cover(with size: PixelSize, row: (Int, (Span<UInt8>, Int) -> Void) -> Void) {
    let scale = max(
      Double(canvas.width) / Double(size.width), Double(canvas.height) / Double(size.height))
    let xs = Self.spans(cells: columns, canvas: canvas.width, source: size.width, scale: scale)
    let ys = Self.spans(cells: rows, canvas: canvas.height, source: size.height, scale: scale)
    var weights = [Float](repeating: 0, count: columns * rows)
    for (cellY, span) in ys.enumerated() {
      for y in span {
        row(y) { samples, sourceChannels in
          for (cellX, range) in xs.enumerated() {
            let cell = cellY * columns + cellX
            for x in range {
              let alpha = sourceChannels == 4 ? Float(samples[x * 4 + 3]) / 255 : 1
              for channel in 0..<3 {
                values[cell * channels + channel] += Float(samples[x * sourceChannels + channel]) * alpha
              }
              if channels == 4 { values[cell * 4 + 3] += alpha * 255 }
            }
            weights[cell] += Float(range.count)
          }
        }
      }
    }
    for cell in weights.indices {
      for channel in 0..<channels { values[cell * channels + channel] /= max(1, weights[cell]) }
    }
  }

  /// Blurs three times with a box of `2 * radius + 1` cells in both directions, edges repeated.
  mutating func blur(radius: Int) {
    for _ in 0..<3 {
      for y in 0..<rows { box(start: y * columns, step: 1, count: columns, radius: radius) }
      for x in 0..<columns { box(start: x, step: columns, count: rows, radius: radius) }
    }
  }

  /// Left cell and weight of the right one for each canvas column.
  func columnTaps(width: Int) -> [(Int, Float)] {
    (0..<width).map { Self.tap($0, of: width, cells: columns) }
  }

  /// The backdrop's cells interpolated for canvas row `y`.
  func line(_ y: Int, of height: Int) -> [Float] {
    let (top, weight) = Self.tap(y, of: height, cells: rows)
    let below = min(rows - 1, top + 1)
    let count = columns * channels
    return (0..<count).map { index in
      values[top * count + index] * (1 - weight) + values[below * count + index] * weight
    }
  }

  /// Writes the pixels `from..<to` of a canvas row.
  func draw(
    _ line: [Float], _ taps: [(Int, Float)], into row: inout MutableSpan<UInt8>, from: Int, to: Int
  ) {
    for x in from..<max(from, to) {
      let (left, weight) = taps[x]
      let right = min(columns - 1, left + 1)
      let opacity = channels == 4 ? line[left * 4 + 3] * (1 - weight) + line[right * 4 + 3] * weight : 255
      let factor = opacity > 0 ? 255 / opacity : 0
      for channel in 0..<3 {
        let value = line[left * channels + channel] * (1 - weight) + line[right * channels + channel] * weight
        row[x * channels + channel] = UInt8(min(255, max(0, value * factor + 0.5)))
      }
      if channels == 4 { row[x * 4 + 3] = UInt8(min(255, opacity + 0.5)) }
    }
  }

  private mutating func box(start: Int, step: Int, count: Int, radius: Int) {
    for channel in 0..<channels {
      let line = (0..<count).map { values[(start + $0 * step) * channels + channel] }
      var sum = (-radius...radius).reduce(Float(0)) { $0 + line[min(count - 1, max(0, $1))] }
      for index in 0..<count {
        values[(start + index * step) * channels + channel] = sum / Float(2 * radius + 1)
        sum += line[min(count - 1, index + radius + 1)] - line[max(0, index - radius)]
      }
    }
  }

  /// The source pixels under each cell; at least one each.
  private static func spans(cells: Int, canvas: Int, source: Int, scale: Double) -> [Range<Int>] {
    let offset = (Double(source) - Double(canvas) / scale) / 2
    return (0..<cells).map { cell in
      let from = offset + Double(cell) / Double(cells) * Double(canvas) / scale
      let to = offset + Double(cell + 1) / Double(cells) * Double(canvas) / scale
      let first = min(source - 1, max(0, Int(from)))
      return first..<min(source, max(first + 1, Int(to)))
    }
  }

  private static func tap(_ index: Int, of count: Int, cells: Int) -> (Int, Float) {
    let position = max(0, (Double(index) + 0.5) * Double(cells) / Double(count) - 0.5)
    let cell = min(cells - 1, Int(position))
    return (cell, Float(min(1, position - Double(cell))))
  }
}
