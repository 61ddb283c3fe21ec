private import CPixelKernels

/// The two filter passes: takes rows from a window as they arrive and writes finished rows to the target.
///
/// Rows are blended vertically first, as that loop is the faster of the two and lessens the other's work.
final class RowScaler {
  private let rows: FilterBank
  private let columns: FilterBank
  private let starts: [Int32]
  private let needs: [Range<Int>]
  private let sourceRows: Int
  private let channels: Int
  private let target: UnsafeMutablePointer<UInt8>
  private let targetStride: Int
  private let scratch: UnsafeMutablePointer<Int16>
  private let scratchCount: Int
  private var inputs: [UnsafePointer<UInt8>] = []
  private var next = 0

  /// `target` must have room for `rows.count` rows of `columns.count` pixels.
  init(
    rows: FilterBank, columns: FilterBank, sourceRows: Int, channels: Int,
    target: UnsafeMutablePointer<UInt8>, targetStride: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.sourceRows = sourceRows
    self.channels = channels
    self.target = target
    self.targetStride = targetStride
    needs = Self.needs(rows, samples: sourceRows)
    starts = columns.starts.map { $0 - Int32(columns.used.lowerBound) }
    scratchCount = (columns.used.count + columns.taps) * channels + 16
    scratch = .allocate(capacity: 2 * scratchCount)
    scratch.initialize(repeating: 0, count: 2 * scratchCount)
    inputs.reserveCapacity(rows.taps)
  }

  deinit { scratch.deallocate() }

  /// The first source row still wanted.
  var oldestNeeded: Int { next < rows.count ? needs[next].lowerBound : sourceRows }

  /// Source rows that must be there before the next target rows can be made; past all rows when done.
  var wanted: Int { next < rows.count ? needs[next].upperBound : sourceRows }

  /// Rows that a window must hold so that two target rows can be made at once.
  var span: Int { needs.reduce(1) { max($0, $1.count) } }

  /// For each target row, the source rows to be kept while it and its neighbour below are made.
  private static func needs(_ bank: FilterBank, samples: Int) -> [Range<Int>] {
    var end = 0
    let ends = (0..<bank.count).map { index in
      end = max(end, min(Int(bank.starts[index]) + bank.taps, samples))
      return end
    }
    var start = samples
    var result: [Range<Int>] = []
    for index in (0..<bank.count).reversed() {
      start = min(start, Int(bank.starts[index]))
      result.append(start..<ends[min(index + 1, bank.count - 1)])
    }
    return result.reversed()
  }

  /// Makes all rows that `available` source rows allow.
  func advance(
    _ window: RowWindow, available: Int, rowDone: (UnsafeMutablePointer<UInt8>) -> Void
  ) {
    while next < rows.count, wanted <= available {
      let second = min(next + 1, rows.count - 1)
      let outA = target + next * targetStride
      let outB = target + second * targetStride
      blend(window, next, into: scratch)
      if second != next { blend(window, second, into: scratch + scratchCount) }
      let rowB = second != next ? scratch + scratchCount : scratch
      rf_filter_columns(
        scratch, rowB, Int32(channels), starts, columns.weights, Int32(columns.taps), Int32(columns.count),
        outA, outB)
      rowDone(outA)
      if second != next { rowDone(outB) }
      next = second + 1
    }
  }

  private func blend(_ window: RowWindow, _ index: Int, into out: UnsafeMutablePointer<Int16>) {
    let first = Int(rows.starts[index])
    let left = columns.used.lowerBound * channels
    inputs.removeAll(keepingCapacity: true)
    for row in first..<first + rows.taps {
      inputs.append(UnsafePointer(window.row(min(row, sourceRows - 1)) + left))
    }
    rows.weights.withUnsafeBufferPointer { weights in
      guard let start = weights.baseAddress else { return }
      inputs.withUnsafeBufferPointer { pointers in
        guard let list = pointers.baseAddress else { return }
        rf_blend_rows(list, start + index * rows.taps, Int32(rows.taps), columns.used.count * channels, out)
      }
    }
  }
}
