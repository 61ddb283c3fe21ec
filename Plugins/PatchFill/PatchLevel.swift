import ReframeSDK

/// One scale of the picture: the known pixels, the estimate of the others, and where each window is copied from.
///
/// A pixel is red, green, blue (times alpha) and texture: how strongly its surroundings change.
final class PatchLevel: @unchecked Sendable {
  typealias Pixel = SIMD4<UInt8>

  let width: Int
  let height: Int
  /// The pixels that show the source whole.
  let known: Box
  /// `width * height` of them.
  let pixels: UnsafeMutablePointer<Pixel>

  /// Columns and rows of windows at even places of `known`.
  let meanColumns: Int
  let meanRows: Int
  /// The mean of each such window.
  let means: UnsafeMutablePointer<Pixel>
  /// Whether the window or those one pixel beside it touch what may not be copied; `nil` if nothing is barred.
  private(set) var barred: [Bool]?
  /// The indices in `barred` of what may be copied; empty if nothing is barred.
  private(set) var free: [Int] = []

  /// Columns and rows of target windows, `Window.step` pixels apart.
  let columns: Int
  let rows: Int
  /// The corner of the window that each target is copied from.
  let sources: UnsafeMutablePointer<SIMD2<Int32>>
  /// What that copy costs.
  let costs: UnsafeMutablePointer<UInt32>

  /// `width`, `height` and both sides of `known` are at least those of a window.
  init(width: Int, height: Int, known: Box) {
    self.width = width
    self.height = height
    self.known = known
    meanColumns = (known.width - Window.side) / 2 + 1
    meanRows = (known.height - Window.side) / 2 + 1
    columns = (width - Window.side + 1) / Window.step + 1
    rows = (height - Window.side + 1) / Window.step + 1
    pixels = .allocate(capacity: width * height)
    means = .allocate(capacity: meanColumns * meanRows)
    sources = .allocate(capacity: columns * rows)
    costs = .allocate(capacity: columns * rows)
  }

  deinit {
    pixels.deallocate()
    means.deallocate()
    sources.deallocate()
    costs.deallocate()
  }

  /// Left edge of the targets in a column; the last one ends at the canvas's edge.
  @inline(__always) func left(_ column: Int) -> Int { min(column * Window.step, width - Window.side) }
  /// Top edge of the targets in a row.
  @inline(__always) func top(_ row: Int) -> Int { min(row * Window.step, height - Window.side) }

  /// Whether the window at (`x`, `y`) shows anything unknown.
  @inline(__always) func isTarget(_ x: Int, _ y: Int) -> Bool {
    x < known.x0 || y < known.y0 || x + Window.side > known.x1 || y + Window.side > known.y1
  }

  /// The index in `means` of the window at (`x`, `y`) of `known`, or of its neighbour at even places.
  @inline(__always) func mean(_ x: Int, _ y: Int) -> Int {
    ((y - known.y0) >> 1) * meanColumns + (x - known.x0) >> 1
  }

  /// Whether the window at (`x`, `y`) may not be copied.
  @inline(__always) func isBarred(_ x: Int, _ y: Int) -> Bool {
    if let barred { barred[mean(x, y)] } else { false }
  }

  /// The nearest corner that a window inside `known` can have.
  @inline(__always) func clamped(_ x: Int, _ y: Int) -> SIMD2<Int32> {
    SIMD2(
      Int32(min(known.x1 - Window.side, max(known.x0, x))),
      Int32(min(known.y1 - Window.side, max(known.y0, y))))
  }

  /// The bytes of the pixel at (`x`, `y`).
  @inline(__always) func bytes(_ x: Int, _ y: Int) -> UnsafePointer<UInt8> {
    UnsafeRawPointer(pixels + y * width + x).assumingMemoryBound(to: UInt8.self)
  }

  /// The corner of the free window of that index.
  func freeCorner(_ index: Int) -> SIMD2<Int32> {
    SIMD2(
      Int32(known.x0 + 2 * (free[index] % meanColumns)), Int32(known.y0 + 2 * (free[index] / meanColumns)))
  }

  /// Bars windows that touch `area`, unless all of them do; a pixel of this level is `scale` of the canvas, known from `placed` on.
  func bar(_ area: BarredArea, scale: Int, placed: Box, job: JobContext) throws(ReframeError) {
    var cells = [Bool](repeating: false, count: meanColumns * meanRows)
    for row in 0..<meanRows {
      if row % 16 == 0 { try job.checkCancelled() }
      for column in 0..<meanColumns {
        let x = known.x0 + 2 * column
        let y = known.y0 + 2 * row
        let side = Window.side + 1
        cells[row * meanColumns + column] = area.touches(
          Box(
            x0: max(placed.x0, x * scale), y0: max(placed.y0, y * scale),
            x1: min(placed.x1, (x + side) * scale), y1: min(placed.y1, (y + side) * scale)))
      }
    }
    free = cells.indices.filter { !cells[$0] }
    barred = free.isEmpty ? nil : cells
  }
}
