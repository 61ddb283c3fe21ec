private import CSeamKernels
internal import Imaging

/// Takes seams from top to bottom out of a field, several at a time.
///
/// The dynamic programme with forward energy (Rubinstein, Shamir and Avidan 2008) runs from the top down and from
/// the bottom up until both meet in the middle row, where their sums together are the cost of the best seam through
/// each pixel. So either half has a thread of its own, and one pass shows many seams: the cheapest are followed from
/// the middle, in their order and each off the pixels of those before it, and taken if they cost about as much as
/// the first.
final class SeamRun: @unchecked Sendable {
  private enum Phase {
    case sum, follow
    /// With those of a half's rows that are meant.
    case finish(Range<Int>)
  }

  let field: SeamField
  let choice: SeamChoice
  /// The most seams that this run takes.
  let capacity: Int
  /// What a pixel that is not wanted costs on top.
  let bonus: UInt16
  /// The row in which both halves meet.
  let middle: Int
  private let hasLines: Bool
  private var phase = Phase.sum

  /// Sums of either half less the least of the row before; row `height` holds the middle row's from below.
  private let sums: Block<UInt16>
  private let zeros: Block<UInt16>
  /// A row of each thread's own.
  private let scratch: [Block<UInt16>]

  /// For each row the columns of all seams taken so far, batch by batch and ascending within each, counted among
  /// the columns that were left when the batch was taken.
  private let taken: Block<UInt16>
  private var batches: [Int] = []
  /// Seams taken so far.
  private(set) var count = 0
  /// What each of them costs by the measure of its batch's first: energy and weights of its pixels together.
  private(set) var prices: [Double] = []

  /// The columns in each row of the seams that were followed last, in the order of preference.
  let paths: Block<UInt16>
  /// The columns of the middle row where these begin.
  var starts: [Int] = []
  /// What these cost in either half; nothing for a seam that found no way.
  private var costs: [[Int?]] = [[], []]
  /// Those of them that the next pass takes out.
  private(set) var accepted: [Int] = []
  /// Sums that never end, for ways across what is barred.
  private var wideSums: Block<UInt64>?

  static let far = UInt16(RF_SEAM_FAR)

  init(
    _ field: SeamField, capacity: Int, choice: SeamChoice, bonus: UInt16, hasLines: Bool = false
  ) throws(ImagingError) {
    self.hasLines = hasLines
    self.field = field
    self.capacity = capacity
    self.choice = choice
    self.bonus = bonus
    middle = (field.height - 1) / 2
    let size = field.stride * (field.height + 1) + SeamField.margin
    sums = try Block(size)
    sums.base.update(repeating: Self.far, count: size)
    zeros = try Block(field.stride + SeamField.margin)
    zeros.base.update(repeating: 0, count: field.stride + SeamField.margin)
    scratch = [try Block(field.stride), try Block(field.stride)]
    taken = try Block(field.height * capacity)
    paths = try Block(field.height * choice.batch)
  }

  private func sums(_ row: Int) -> UnsafeMutablePointer<UInt16> {
    sums.base + row * field.stride + SeamField.margin
  }

  /// Does one half of a phase.
  func work(_ share: Int) {
    let rows = share == 0 ? Array(0...middle) : Array((middle + 1..<field.height).reversed())
    switch phase {
    case .sum: sum(rows)
    case .follow: follow(share, rows)
    case .finish(let some):
      for row in rows[some.clamped(to: 0..<rows.count)] { finish(row, scratch[share].base) }
    }
  }

  /// Takes `capacity` seams, which must be no more than there are columns. `poll` is asked before each pass, and
  /// between rows of the last.
  func take(_ hands: TwoHands, poll: (_ taken: Int) throws(ImagingError) -> Void) throws(ImagingError) {
    while count < capacity {
      try poll(count)
      phase = .sum
      hands.run()
      commit()
      if choose() {
        phase = .follow
        hands.run()
        accept()
      } else {
        try cross()
      }
    }
    for start in stride(from: 0, through: middle, by: StopSign.rows) {
      try poll(count)
      phase = .finish(start..<start + StopSign.rows)
      hands.run()
    }
    commit()
  }

  /// The seams that were accepted are out.
  private func commit() {
    field.width -= accepted.count
    accepted = []
  }

  private func sum(_ rows: [Int]) {
    var before: Int?
    var least: UInt16 = 0
    let width = Int32(field.width - accepted.count)
    for row in rows {
      close(row)
      least = rf_seam_row(
        field.luma(before ?? row), field.luma(row), field.weights(row),
        before.map(sums) ?? zeros.base + SeamField.margin, least, bonus, width, sums(row))
      before = row
    }
  }

  /// Takes the accepted seams out of one row.
  private func close(_ row: Int) {
    guard !accepted.isEmpty else { return }
    let new = taken.base + row * capacity + count - accepted.count
    let path = paths.base + row * starts.count
    for (index, seam) in accepted.enumerated() {
      var place = index
      while place > 0, new[place - 1] > path[seam] {
        new[place] = new[place - 1]
        place -= 1
      }
      new[place] = path[seam]
    }
    rf_close_gaps(field.luma(row), new, Int32(accepted.count), Int32(field.width))
    rf_close_gaps(field.weights(row), new, Int32(accepted.count), Int32(field.width))
    field.seal(row, width: field.width - accepted.count)
  }

  /// Takes all seams out of the origins of one row.
  private func finish(_ row: Int, _ kept: UnsafeMutablePointer<UInt16>) {
    close(row)
    var width = field.width - accepted.count + count
    for column in 0..<width { kept[column] = UInt16(truncatingIfNeeded: column) }
    var places = taken.base + row * capacity
    for batch in batches {
      rf_close_gaps_wide(kept, places, Int32(batch), Int32(width))
      places += batch
      width -= batch
    }
    let origins = field.origins(row)
    for column in 0..<width { origins[column] = origins[Int(kept[column])] }
  }

  /// Finds the columns of the middle row through which the cheapest seams run; none if every way is barred.
  private func choose() -> Bool {
    var totals = self.totals()
    let width = totals.count
    starts = []
    let slack = Int32(min(1e9, choice.slack * (prices.last ?? 0)))
    var most = Int32.max - 1
    while starts.count < min(choice.batch, capacity - count) {
      var (best, least) = (-1, most)
      for column in 0..<width where totals[column] <= least {
        // Of equals the one farthest from the middle, so that a mirrored picture has mirrored seams.
        let isEqual = totals[column] == least && best >= 0
        if isEqual, abs(2 * column - width + 1) <= abs(2 * best - width + 1) { continue }
        (best, least) = (column, totals[column])
      }
      guard best >= 0 else { break }
      if starts.isEmpty { most = least + slack }
      starts.append(best)
      for column in max(0, best - choice.gap)...min(width - 1, best + choice.gap) { totals[column] = .max }
    }
    return !starts.isEmpty
  }

  /// For each column of the middle row what the cheapest seam through it costs more than both halves' least.
  private func totals() -> [Int32] {
    let width = field.width
    let (luma, weights) = (field.luma(middle), field.weights(middle))
    let (above, below) = (sums(middle), sums(field.height))
    guard middle + 1 < field.height else {
      return (0..<width).map { above[$0] == Self.far ? .max : Int32(above[$0]) }
    }
    _ = rf_seam_row(
      field.luma(middle + 1), luma, weights, sums(middle + 1), 0, bonus, Int32(width), below)
    return (0..<width).map { column in
      guard above[column] != Self.far, below[column] != Self.far else { return .max }
      let own = Self.apart(luma[column - 1], luma[column + 1]) + Int(weights[column])
      let extra = weights[column] == SeamField.wanted ? 0 : Int(bonus)
      return Int32(above[column]) + Int32(below[column]) - Int32(own + extra)
    }
  }

  static func apart(_ a: UInt8, _ b: UInt8) -> Int { abs(Int(a) - Int(b)) }

  /// Follows the seams from the middle row outwards through one half's rows, which are given from outside in.
  private func follow(_ share: Int, _ rows: [Int]) {
    let many = starts.count
    let marks = scratch[share].base
    marks.update(repeating: .max, count: field.width)
    var columns = starts.map(Optional.some)
    var cost = [Int?](repeating: 0, count: many)
    var last = field.luma(middle)
    let way = [middle] + (share == 0 ? rows.dropLast() : rows).reversed()
    for (index, row) in way.enumerated() {
      let (luma, weights) = (field.luma(row), field.weights(row))
      let stamp = UInt16(truncatingIfNeeded: index)
      for seam in 0..<many {
        guard var column = columns[seam], var sum = cost[seam] else { continue }
        if index > 0 {
          guard let next = step(column, last, luma, sums(row), marks, stamp) else {
            (columns[seam], cost[seam]) = (nil, nil)
            continue
          }
          if next != column { sum += Self.apart(luma[column], last[next]) }
          column = next
        }
        if index > 0 || share == 0 {
          sum += Self.apart(luma[column - 1], luma[column + 1]) + Int(weights[column])
          paths.base[row * many + seam] = UInt16(truncatingIfNeeded: column)
        }
        marks[column] = stamp
        (columns[seam], cost[seam]) = (column, sum)
      }
      last = luma
    }
    costs[share] = cost
  }

  /// Where a seam in `column` of the row `last` goes in the row `luma`: to the cheapest of its three neighbours, or
  /// the nearest that no other seam has taken and that is in reach.
  @inline(__always)
  private func step(
    _ column: Int, _ last: UnsafeMutablePointer<UInt8>, _ luma: UnsafeMutablePointer<UInt8>,
    _ sums: UnsafeMutablePointer<UInt16>, _ marks: UnsafeMutablePointer<UInt16>, _ stamp: UInt16
  ) -> Int? {
    let width = field.width
    func sum(_ place: Int) -> Int {
      place < 0 || place >= width || marks[place] == stamp || sums[place] == Self.far
        ? Int.max >> 1 : Int(sums[place])
    }
    let straight = sum(column)
    let left = sum(column - 1) + Self.apart(luma[column], last[column - 1])
    let right = sum(column + 1) + Self.apart(luma[column], last[column + 1])
    let isInner = left == right ? 2 * column < width - 1 : right < left
    let side = min(left, right)
    if min(straight, side) < Int.max >> 1 {
      return straight <= side ? column : isInner ? column + 1 : column - 1
    }
    for distance in 2..<8 {
      for place in [column - distance, column + distance] where sum(place) < Int.max >> 1 { return place }
    }
    return nil
  }

  /// Accepts the seams that cost about as much as the first.
  private func accept() {
    let totals = zip(costs[0], costs[1]).map { above, below in above.flatMap { a in below.map { a + $0 } } }
    // The first meets no other seam, so that it always finds its way.
    let first = totals[0] ?? 0
    let most = first + Int(Double(first) * choice.slack)
    accept(totals.indices.filter { $0 == 0 || (totals[$0] ?? .max) <= most }, price: Double(first))
  }

  private func accept(_ seams: [Int], price: Double) {
    accepted = seams
    if hasLines { spread() }
    batches.append(seams.count)
    count += seams.count
    prices += [Double](repeating: price, count: seams.count)
  }

  /// Accepts the one seam that passes the fewest barred pixels, and of such the cheapest.
  private func cross() throws(ImagingError) {
    if wideSums == nil { wideSums = try Block(field.stride * (field.height + 1)) }
    guard let sums = wideSums else { return }
    starts = [0]
    accept([0], price: Double(crossing(sums.base)))
  }
}
