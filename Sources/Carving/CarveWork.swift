private import CSeamKernels
private import Dispatch
internal import Imaging

/// A carve under way.
final class CarveWork {
  enum Direction {
    /// Seams from top to bottom, which change the number of columns.
    case columns
    /// Seams from side to side, which change the number of rows.
    case rows
  }

  private let options: CarveOptions
  private let stop: StopSign
  private let size: Raster.Size
  /// As far as it is carved.
  private(set) var picture: Raster
  /// Of the picture's pixels, row by row.
  private var weights: Block<UInt8>
  private let wanted: Int
  private let hasLines: Bool
  private var done = 0

  /// What a pixel that should not go costs on top where others should: more than the hardest edges.
  private static let bonus: UInt16 = 1024
  /// What a pixel on a straight line costs beside its energy.
  private static let lineWeight: UInt8 = 11
  /// Into how many turns the seams of both directions are divided.
  private static let turns = 8

  init(_ raster: Raster, options: CarveOptions, to size: Raster.Size) throws(ImagingError) {
    self.options = options
    stop = StopSign(options.isCancelled)
    self.size = size
    picture = raster
    wanted = abs(raster.width - size.width) + abs(raster.height - size.height)
    let weights = try Block<UInt8>(raster.size.area)
    self.weights = weights
    let (width, height) = (raster.width, raster.height)
    let lines = options.effort == .fast ? nil : try StraightLines(raster)
    try stop.poll()
    hasLines = lines?.mask.contains(1) ?? false
    try bands(height) { rows in
      for y in rows {
        options.guide.weigh(y, width: width, height: height, into: weights.base + y * width)
        lines?.weigh(y, width: width, height: height, by: Self.lineWeight, weights.base + y * width)
      }
    }
  }

  /// Calls `body` for two halves of the rows, some rows at a time, on two threads if allowed. Throws `cancelled`.
  private func bands(_ height: Int, _ body: @Sendable (Range<Int>) -> Void) throws(ImagingError) {
    let half = height / 2
    guard options.threads > 1, height > StopSign.rows else { return try stop.walk(0..<height, body) }
    let stop = stop
    DispatchQueue.concurrentPerform(iterations: 2) {
      try? stop.walk($0 == 0 ? 0..<half : half..<height, body)
    }
    try stop.check()
  }

  /// What the seam search needs to know of the picture.
  private func field() throws(ImagingError) -> SeamField {
    try stop.poll()
    let field = try SeamField(width: picture.width, height: picture.height)
    let (picture, weights) = (picture, weights)
    try bands(field.height) { rows in
      for y in rows {
        rf_luma_row(
          picture.base + y * picture.stride, Int32(picture.channels), Int32(field.width), field.luma(y))
        field.weights(y).update(from: weights.base + y * field.width, count: field.width)
        let origins = field.origins(y)
        let first = UInt32(truncatingIfNeeded: y * field.width)
        for x in 0..<UInt32(truncatingIfNeeded: field.width) { origins[Int(x)] = first + x }
        field.seal(y, width: field.width)
      }
    }
    return field
  }

  /// Takes `count` seams out of the field, and answers what the last one cost a row.
  private func take(_ count: Int, of field: SeamField) throws(ImagingError) -> Double {
    let hasWanted = options.guide.marks.contains(CarveGuide.Mark.unwanted.rawValue)
    let run = try SeamRun(
      field, capacity: count, choice: SeamChoice(options.effort, across: field.width),
      bonus: hasWanted ? Self.bonus : 0, hasLines: hasLines)
    let hands = TwoHands(threads: options.threads) { run.work($0) }
    defer { hands.end() }
    let (before, wanted) = (done, max(1, wanted))
    try run.take(hands) { (taken) throws(ImagingError) in
      try stop.poll()
      options.progress(Double(before + taken) / Double(wanted))
    }
    done += count
    return (run.prices.last ?? 0) / Double(field.height)
  }

  /// Takes out what is too much, in the direction whose seams are cheaper.
  func shrink() throws(ImagingError) {
    var columns = max(0, picture.width - size.width)
    var rows = max(0, picture.height - size.height)
    guard columns + rows > 0 else { return }
    var field = try field()
    let isMixed = columns > 0 && rows > 0
    let turn = isMixed ? max(1, (columns + rows) / Self.turns) : columns + rows
    var prices: (columns: Double, rows: Double) = (0, 0)
    var isTransposed = false
    while columns + rows > 0 {
      let isColumns = rows == 0 || columns > 0 && prices.columns <= prices.rows
      if isTransposed == isColumns {
        field = try field.transposed(stop)
        isTransposed.toggle()
      }
      // What has no rival left is done in one go.
      let left = isColumns ? columns : rows
      let count = left == columns + rows ? left : min(left, turn)
      let price = try take(count, of: field)
      if isColumns {
        (columns, prices.columns) = (columns - count, price)
      } else {
        (rows, prices.rows) = (rows - count, price)
      }
    }
    if isTransposed { field = try field.transposed(stop) }
    try draw(SeamMap(left: field), reach: 1)
  }

  /// Doubles seams until the side is as long as wanted.
  func grow(_ direction: Direction) throws(ImagingError) {
    while true {
      let side = direction == .columns ? picture.width : picture.height
      let missing = (direction == .columns ? size.width : size.height) - side
      guard missing > 0 else { return }
      var field = try field()
      if direction == .rows { field = try field.transposed(stop) }
      _ = try take(min(missing, max(1, side / 2)), of: field)
      var map = try SeamMap(doubled: field, whole: side, isTransposed: direction == .rows, stop)
      if direction == .rows { map = try map.transposed(stop) }
      try draw(map, reach: direction == .rows ? picture.width : 1)
    }
  }

  /// Makes the picture and its weights what the map says.
  private func draw(_ map: SeamMap, reach: Int) throws(ImagingError) {
    try stop.poll()
    let target = try Raster(size: .init(width: map.width, height: map.height), channels: picture.channels)
    let heavy = try Block<UInt8>(map.width * map.height)
    let (picture, weights) = (picture, weights)
    try bands(map.height) { rows in
      map.draw(picture.base, channels: picture.channels, reach: reach, rows: rows, into: target.base)
      map.draw(weights.base, channels: 1, reach: reach, rows: rows, into: heavy.base)
    }
    self.picture = target
    self.weights = heavy
  }
}
