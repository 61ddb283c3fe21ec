import ReframeSDK

/// Paints the exposed area in one colour: the parameter `color`, or the median of the border it continues.
struct SolidFill: FillStrategy {
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    let placed = task.placed
    let color = try Self.color(task.parameters) ?? Self.border(of: &canvas, placed: placed)
    let channels = canvas.channels
    let width = canvas.width
    for y in 0..<canvas.height {
      if y % 64 == 0 { try job.checkCancelled() }
      let isBeside = y >= placed.y && y < placed.maxY
      canvas.withRow(y) { row in
        for x in 0..<(isBeside ? placed.x : width) {
          for channel in 0..<channels { row[x * channels + channel] = color[channel] }
        }
        for x in (isBeside ? placed.maxX : width)..<width {
          for channel in 0..<channels { row[x * channels + channel] = color[channel] }
        }
      }
    }
  }

  /// Reads `#rgb`, `#rrggbb` or `#rrggbbaa`, with or without the `#`.
  static func color(_ parameters: JSONValue) throws(ReframeError) -> [UInt8]? {
    guard let value = parameters["color"] else { return nil }
    guard var digits = value.string.map({ Array($0.utf8) }) else {
      throw ReframeError(.invalidArgument, "'color' is a text such as #ff8800")
    }
    if digits.first == UInt8(ascii: "#") { digits.removeFirst() }
    if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
    let nibbles = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard nibbles.count == digits.count, nibbles.count == 6 || nibbles.count == 8 else {
      throw ReframeError(
        .invalidArgument, "'\(value.string ?? "")' is no colour; write it as #rrggbb, such as #ff8800")
    }
    let bytes = stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] * 16 + nibbles[$0 + 1]) }
    return bytes.count == 4 ? bytes : bytes + [255]
  }

  /// The median, channel by channel, of the source's pixels that touch an exposed side.
  static func border(of canvas: inout MutablePixelView, placed: PixelRect) -> [UInt8] {
    let channels = canvas.channels
    let exposesLeft = placed.x > 0
    let exposesRight = placed.maxX < canvas.width
    let exposesTop = placed.y > 0
    let exposesBottom = placed.maxY < canvas.height
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: channels)
    for y in placed.y..<placed.maxY {
      let isWhole = (y == placed.y && exposesTop) || (y == placed.maxY - 1 && exposesBottom)
      canvas.withRow(y) { row in
        func count(_ x: Int) {
          for channel in 0..<channels { counts[channel][Int(row[x * channels + channel])] += 1 }
        }
        if isWhole {
          for x in placed.x..<placed.maxX { count(x) }
        } else {
          if exposesLeft { count(placed.x) }
          if exposesRight { count(placed.maxX - 1) }
        }
      }
    }
    return counts.map(Self.median)
  }

  private static func median(_ counts: [Int]) -> UInt8 {
    let half = counts.reduce(0, +) / 2
    var seen = 0
    for (value, count) in counts.enumerated() {
      seen += count
      if seen > half { return UInt8(value) }
    }
    return 0
  }
}
