/// Something that rows can be pulled from, top to bottom.
protocol RowSource: AnyObject {
  var size: Raster.Size { get }
  var channels: Int { get }
  /// The part of the rows and columns that the picture fills: a JPEG of 7 pixels at half size has 4 columns,
  /// of which it fills 3.5.
  var extent: (width: Double, height: Double) { get }
  /// Writes the next `count` rows.
  func read(into base: UnsafeMutablePointer<UInt8>, stride: Int, count: Int) throws(ImagingError)
}

extension RowSource {
  var extent: (width: Double, height: Double) { (Double(size.width), Double(size.height)) }
}

/// Moves rows from a source to a picture of any smaller size, in memory bounded by the rows of the filter.
struct RowPipeline {
  /// Rows that are passed on at once: large enough that two threads seldom meet.
  private static let batch = 16
  /// Below this a second thread costs more than it gains.
  private static let threadedArea = 600_000

  var usesThreads = true
  var rowDone: ((UnsafeMutablePointer<UInt8>) -> Void)?
  var isCancelled: (() -> Bool)?

  /// Fills `target`, reading all rows of the source or scaling them.
  func run(_ source: any RowSource, to target: Raster) throws(ImagingError) {
    guard source.size != target.size else { return try copy(source, to: target) }
    let threaded = usesThreads && source.size.area >= Self.threadedArea
    let job = RowResampler.Job(
      source: source.size, channels: source.channels, width: source.extent.width,
      height: source.extent.height, target: target.base, targetStride: target.stride, targetSize: target.size)
    let resampler = try RowResampler(job, slack: Self.batch * (threaded ? 4 : 1), rowDone: rowDone)
    if threaded {
      try runThreaded(source, resampler)
    } else {
      try runInline(source, resampler)
    }
  }

  private func poll() throws(ImagingError) {
    if let isCancelled, isCancelled() { throw ImagingError(.cancelled) }
  }

  private func copy(_ source: any RowSource, to target: Raster) throws(ImagingError) {
    for top in stride(from: 0, to: target.height, by: Self.batch) {
      try poll()
      let count = min(Self.batch, target.height - top)
      try source.read(into: target.base + top * target.stride, stride: target.stride, count: count)
      guard let rowDone else { continue }
      for y in top..<top + count { rowDone(target.base + y * target.stride) }
    }
  }

  private func runInline(_ source: any RowSource, _ resampler: RowResampler) throws(ImagingError) {
    let window = resampler.window
    var written = 0
    while written < source.size.height {
      try poll()
      let room = resampler.oldestNeeded + window.capacity - written
      let count = min(Self.batch, room, window.contiguous(from: written), source.size.height - written)
      try source.read(into: window.row(written), stride: window.stride, count: count)
      written += count
      resampler.advance(available: written)
    }
  }

  /// Decodes on a thread of its own and filters on the caller's.
  private func runThreaded(_ source: any RowSource, _ resampler: RowResampler) throws(ImagingError) {
    let exchange = RowExchange(window: resampler.window, rows: source.size.height, batch: Self.batch)
    let thread = try DecodingThread(source, exchange)
    defer {
      exchange.stop()
      thread.join()
    }
    var available = 0
    while available < source.size.height {
      try poll()
      available = try exchange.waitForRows(beyond: available, atLeast: resampler.wanted)
      resampler.advance(available: available)
      exchange.release(before: resampler.oldestNeeded)
    }
  }
}
