private import CPixelKernels

/// A resize that rows are pushed through: from a decoder as they are decoded, or from a picture in memory.
///
/// Write source rows to `window`, in order, never more than `window.capacity` beyond `oldestNeeded`; then call
/// `advance`. Large reductions are first made in whole steps by box means, and RGBA is filtered premultiplied.
final class RowResampler {
  /// What to resize: a stretch of the source, and where it goes.
  struct Job {
    var source: Raster.Size
    var channels: Int
    /// The part of the source, in its pixels.
    var x = 0.0
    var y = 0.0
    var width: Double
    var height: Double
    var target: UnsafeMutablePointer<UInt8>
    var targetStride: Int
    var targetSize: Raster.Size
  }

  /// Where the source rows go.
  let window: RowWindow
  private let job: Job
  private let scaler: RowScaler
  private let stepX: Int
  private let stepY: Int
  /// Rows after box reduction or premultiplication; nil when the source rows serve as they are.
  private var reduced: RowWindow?
  private var edges: [Int32] = []
  private var sums: [UInt16] = []
  private var premultiplied: [UInt8] = []
  private var taken = 0
  private let rowDone: ((UnsafeMutablePointer<UInt8>) -> Void)?

  /// `source` is the picture when it is in memory; otherwise a ring is made with room for `slack` rows more
  /// than the filter needs. `rowDone` sees each finished row, for colour conversion.
  init(
    _ job: Job, source: Raster? = nil, slack: Int = 0,
    rowDone: ((UnsafeMutablePointer<UInt8>) -> Void)? = nil
  ) throws(ImagingError) {
    self.job = job
    self.rowDone = rowDone
    stepX = Self.step(job.width / Double(job.targetSize.width))
    stepY = Self.step(job.height / Double(job.targetSize.height))
    let size = Raster.Size(
      width: (job.source.width + stepX - 1) / stepX, height: (job.source.height + stepY - 1) / stepY)
    let columns = FilterBank(
      samples: size.width, origin: job.x / Double(stepX), length: job.width / Double(stepX),
      target: job.targetSize.width)
    let rows = FilterBank(
      samples: size.height, origin: job.y / Double(stepY), length: job.height / Double(stepY),
      target: job.targetSize.height)
    scaler = RowScaler(
      rows: rows, columns: columns, sourceRows: size.height, channels: job.channels, target: job.target,
      targetStride: job.targetStride)
    let span = scaler.span
    let rowBytes = job.source.width * job.channels
    let direct = stepX == 1 && stepY == 1 && job.channels == 3
    if let source {
      window = RowWindow(over: source)
    } else {
      let capacity = (direct ? span : 0) + max(1, slack)
      window = try RowWindow(rowBytes: rowBytes, capacity: min(job.source.height, capacity))
    }
    if !direct {
      reduced = try RowWindow(rowBytes: size.width * job.channels, capacity: min(size.height, span + 1))
      edges = (0...size.width).map { Int32(min($0 * stepX, job.source.width)) }
      sums = [UInt16](repeating: 0, count: stepX * stepY > 1 ? rowBytes : 0)
      premultiplied = [UInt8](repeating: 0, count: job.channels == 4 ? rowBytes : 0)
    }
  }

  deinit {
    window.free()
    reduced?.free()
  }

  /// Whole steps of reduction that leave the filter at least a factor of two, where its quality counts.
  private static func step(_ ratio: Double) -> Int {
    ratio >= 4 ? min(Int(ratio / 2), 64) : 1
  }

  /// Source rows before this one may be overwritten.
  var oldestNeeded: Int { reduced == nil ? scaler.oldestNeeded : taken }

  /// Source rows that must be there before anything more can be done.
  var wanted: Int { reduced == nil ? scaler.wanted : min(taken + 1, job.source.height) }

  /// Goes as far as source rows `0 ..< available` allow.
  func advance(available: Int) {
    guard let reduced else {
      scaler.advance(window, available: available) { finish($0) }
      return
    }
    while taken < available {
      take(window.row(taken), into: reduced.row(taken / stepY))
      taken += 1
      guard taken % stepY == 0 || taken == job.source.height else { continue }
      scaler.advance(reduced, available: (taken + stepY - 1) / stepY) { finish($0) }
    }
  }

  /// Adds a source row to the reduced row it belongs to.
  private func take(_ row: UnsafeMutablePointer<UInt8>, into out: UnsafeMutablePointer<UInt8>) {
    var row = UnsafePointer(row)
    guard !sums.isEmpty else {
      rf_premultiply(row, job.source.width, out)
      return
    }
    let position = taken % stepY
    if position == 0 { for index in sums.indices { sums[index] = 0 } }
    premultiplied.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress, job.channels == 4 {
        rf_premultiply(row, job.source.width, start)
        row = UnsafePointer(start)
      }
      rf_add_row(row, sums.count, &sums)
    }
    if position == stepY - 1 || taken == job.source.height - 1 {
      rf_mean_columns(sums, Int32(job.channels), edges, Int32(edges.count - 1), Int32(position + 1), out)
    }
  }

  private func finish(_ row: UnsafeMutablePointer<UInt8>) {
    if job.channels == 4 { rf_unpremultiply(row, job.targetSize.width) }
    rowDone?(row)
  }
}
