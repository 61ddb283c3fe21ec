#if canImport(Glibc)
  private import Glibc
#endif

/// The weights of one axis of a resize: for each target sample, which source samples count and how much.
struct FilterBank {
  /// Lobes of the Lanczos kernel on each side.
  private static let lobes = 3
  /// Weights at the ends that are less than this share of the largest are left out: where a picture is shrunk a
  /// little, one changes no sample by more than half a step of 255, and all take a fifth of the time.
  private static let least = 0.0028
  private static let one = 1 << 14

  /// First source sample of each target sample.
  private(set) var starts: [Int32] = []
  /// `taps` weights for each target sample, 2.14 fixed point, each group summing to exactly 1.
  private(set) var weights: [Int16] = []
  /// An even number, as the kernels take samples in pairs.
  let taps: Int

  /// The smallest and one past the largest source sample with a weight.
  let used: Range<Int>

  var count: Int { starts.count }

  /// Maps the stretch `origin ..< origin + length` of `samples` source samples to `target` samples.
  init(samples: Int, origin: Double, length: Double, target: Int) {
    let scale = length / Double(target)
    let widening = max(1, scale)
    let support = Double(Self.lobes) * widening
    var groups: [(start: Int, weights: [Int16])] = []
    groups.reserveCapacity(target)
    for index in 0..<target {
      let centre = origin + (Double(index) + 0.5) * scale
      let first = min(max(0, Int((centre - support + 0.5).rounded(.down))), samples - 1)
      let last = min(max(first, Int((centre + support + 0.5).rounded(.down)) - 1), samples - 1)
      let exact = (first...last).map { Self.kernel((Double($0) + 0.5 - centre) / widening) }
      let least = Self.least * (exact.max() ?? 0)
      let leading = exact.prefix { abs($0) < least }.count
      let kept = exact[leading...].reversed().drop { abs($0) < least }.count
      groups.append((first + leading, Self.quantised(exact[leading..<leading + kept])))
    }
    let longest = groups.reduce(1) { max($0, $1.weights.count) }
    taps = longest + longest & 1
    starts.reserveCapacity(target)
    weights.reserveCapacity(target * taps)
    var low = samples
    var high = 0
    for group in groups {
      starts.append(Int32(group.start))
      weights += group.weights
      weights += repeatElement(0, count: taps - group.weights.count)
      low = min(low, group.start)
      high = max(high, group.start + group.weights.count)
    }
    used = low..<high
  }

  /// Rounds to fixed point and puts the rounding error on the largest weight, so that flat areas stay flat.
  private static func quantised(_ exact: ArraySlice<Double>) -> [Int16] {
    let sum = exact.reduce(0, +)
    guard sum > 1e-6 else { return [Int16(one)] }
    var fixed = exact.map { Int(($0 / sum * Double(one)).rounded()) }
    var largest = 0
    for index in fixed.indices where fixed[index] > fixed[largest] { largest = index }
    fixed[largest] += one - fixed.reduce(0, +)
    return fixed.map { Int16(clamping: $0) }
  }

  /// A table costs a tenth of the sines it saves: a large resize asks for some 50 000 values.
  private static let table: [Double] = (0...lobes * 1024 + 1).map { step in
    let x = Double(step) / 1024
    guard step > 0 else { return 1 }
    guard x < Double(lobes) else { return 0 }
    let angle = Double.pi * x
    return Double(lobes) * sin(angle) * sin(angle / Double(lobes)) / (angle * angle)
  }

  private static func kernel(_ x: Double) -> Double {
    let at = abs(x) * 1024
    guard at < Double(lobes * 1024) else { return 0 }
    let index = Int(at)
    let low = table[index]
    return low + (table[index + 1] - low) * (at - Double(index))
  }
}
