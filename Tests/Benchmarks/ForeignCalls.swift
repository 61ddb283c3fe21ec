import CReframe
import ForeignLoops
import Foundation
import Hosting
import Loading
import ReframeSDK

/// What a call of a function costs that a manifest binds, beside a plain call of the same by its pointer.
struct ForeignCalls {
  let work: URL

  /// The most that a prepared call may cost, in plain ones.
  private static let limit = 15.0
  private static let rounds = 15
  private static let count: UInt64 = 2_000_000

  func run() throws {
    let library = BenchmarkBundle.products.appending(path: "libForeignFixture.so").path
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL), let mix = dlsym(handle, "fx_mix") else {
      throw BenchmarkError("\(library) cannot be opened")
    }
    let bytes = [UInt8](repeating: 3, count: 64)
    // The first argument goes round from 0 to 7.
    let expected = Double(Self.count) * (3.5 + 0.5 + 3 + 64)
    var (plain, prepared): ([Double], [Double]) = ([], [])
    for _ in 0...Self.rounds {
      plain.append(try time(expected) { loop_plain(mix, bytes, bytes.count, Self.count) })
      prepared.append(try time(expected) { loop_prepared(mix, bytes, bytes.count, Self.count) })
    }
    let ratios = zip(prepared, plain).dropFirst().map { $0 / $1 }
    let nanoseconds = [plain, prepared].map {
      Measured.median(Array($0.dropFirst())) * 1e9 / Double(Self.count)
    }
    print("Foreign functions, of four arguments")
    print("  plain call by pointer: \(decimal(nanoseconds[0], 1)) ns")
    print(
      "  prepared call through libffi: \(decimal(nanoseconds[1], 1)) ns, \(Measured.spread(ratios, digits: 1))"
    )
    print("  the whole detector, its expressions and checks included: \(decimal(try wholeCall(), 0)) ns")
    guard Measured.median(ratios) <= Self.limit else {
      throw BenchmarkError("a foreign call costs more than \(decimal(Self.limit, 0)) plain ones")
    }
  }

  private func time(_ expected: Double, _ body: () -> Double) throws -> Double {
    let start = ContinuousClock.now
    let sum = body()
    let seconds = Measured.seconds(since: start)
    guard sum == expected else { throw BenchmarkError("the calls gave \(sum) and not \(expected)") }
    return seconds
  }

  /// Nanoseconds of a call of the table that finds one region by the function.
  private func wholeCall() throws -> Double {
    let folder = work.appending(path: "foreign")
    try BenchmarkBundle.write(to: folder, id: "mix", library: "libForeignFixture.so", foreign: Self.foreign)
    var configuration = HostConfiguration(explicit: [folder.path], environment: [:])
    configuration.placements["mix"] = .inProcess
    let host = Host(configuration)
    let detector = try host.detector("mix")
    var pixels = [UInt8](repeating: 3, count: 64 * 3)
    let run = JobRun(id: "benchmark")
    return try pixels.withUnsafeMutableBytes { memory in
      guard let base = memory.baseAddress else { return 0 }
      let lent = LentPixels(base: base, size: PixelSize(width: 64, height: 1), channels: 3, stride: 192)
      var image = lent.descriptor(readOnly: true)
      func call() throws {
        let collector = SubjectCollector()
        try RawCall.run { error in
          run.withJob { job in
            collector.withSink { sink in
              detector.call { $0.detect($0.instance, job, &image, rf_text(), sink, error) }
            }
          }
        }
        let score = try collector.map().regions.first?.score
        guard score == (7 + 0.5 + 3 + 190) / 1000 else { throw BenchmarkError("the score is \(score ?? -1)") }
      }
      let count = 100_000
      for _ in 0..<count / 10 { try call() }
      let start = ContinuousClock.now
      for _ in 0..<count { try call() }
      return Measured.seconds(since: start) * 1e9 / Double(count)
    }
  }

  private static let foreign = """
    {"detector": {
      "calls": [{
        "function": "f64 fx_mix(i32 a, f64 b, const u8 *bytes[length], size_t length)",
        "arguments": {"a": 7, "b": 0.5, "bytes": "image.pixels", "length": "image.length - 2"}}],
      "regions": [{"x": 0, "y": 0, "width": 1, "height": 1, "score": "result / 1000"}]}}
    """
}
