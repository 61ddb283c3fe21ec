import ReframeSDK

/// Lays the source, enlarged to cover the canvas and blurred, behind the placed one.
struct BlurFill: FillStrategy {
  /// Cells on the backdrop's long side; few enough that the blur below is wide, whatever the canvas.
  static let cells = 96
  /// Of the three box blurs that come close to a Gaussian, in cells: about 4 % of the canvas's long side.
  static let radius = 3

  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    let placed = task.placed
    let size = canvas.size
    var backdrop = Backdrop(canvas: size, channels: canvas.channels, cells: Self.cells)
    if let source = task.source {
      backdrop.cover(with: source.size) { y, body in body(source[row: y], source.channels) }
    } else {
      let rows = Self.copy(placed, of: &canvas)
      let channels = canvas.channels
      backdrop.cover(with: placed.size) { y, body in
        let row = rows[y]
        body(row.span, channels)
      }
    }
    try job.checkCancelled()
    backdrop.blur(radius: Self.radius)
    let columns = backdrop.columnTaps(width: size.width)
    for y in 0..<size.height {
      if y % 64 == 0 { try job.checkCancelled() }
      let line = backdrop.line(y, of: size.height)
      let isBeside = y >= placed.y && y < placed.maxY
      canvas.withRow(y) { row in
        backdrop.draw(line, columns, into: &row, from: 0, to: isBeside ? placed.x : size.width)
        if isBeside { backdrop.draw(line, columns, into: &row, from: placed.maxX, to: size.width) }
      }
    }
  }

  private static func copy(_ rect: PixelRect, of canvas: inout MutablePixelView) -> [[UInt8]] {
    let channels = canvas.channels
    return (rect.y..<rect.maxY).map { y in
      canvas.withRow(y) { row in (rect.x * channels..<rect.maxX * channels).map { row[$0] } }
    }
  }
}
