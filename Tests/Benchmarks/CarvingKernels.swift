import Carving
import Foundation
import Imaging

/// The search for seams alone, without files, against liblqr, which is opened here if it is installed.
struct CarvingKernels {
  let picture: Raster

  private typealias Kernel = (name: String, run: () throws -> Raster)
  private static let rounds = 7

  func run() throws {
    print("Carving \(CarvingSpeed.before) to \(CarvingSpeed.after) without files")
    guard let peer = LiquidRescale() else {
      print("  liblqr not installed: liblqr-1.so.0 cannot be opened")
      return
    }
    let kernels = own + [("liblqr", { try peer.carve(picture, to: CarvingSpeed.after) })]
    var times = [[Double]](repeating: [], count: kernels.count)
    for round in 0...Self.rounds {
      for (index, kernel) in kernels.enumerated() {
        let start = ContinuousClock.now
        let result = try kernel.run()
        let time = Measured.seconds(since: start)
        if round > 0 { times[index].append(time) } else { try check(result, kernel.name) }
      }
    }
    print("  medians, and how many times as fast as liblqr with quartiles, round by round")
    for (kernel, own) in zip(kernels, times) {
      let ratios = zip(times[times.count - 1], own).map { $0 / $1 }
      print(
        "  \(padded(kernel.name, 42)) " + padded("\(decimal(Measured.median(own) * 1000, 1)) ms", 11)
          + Measured.spread(ratios, digits: 1))
    }
    let count = CarvingSpeed.before.width - CarvingSpeed.after.width
    print("  all took \(count) pixels out of every row and left the others as they were, in their order")
  }

  private var own: [Kernel] {
    let efforts = [("fast", CarveOptions.Effort.fast), ("balanced", .balanced)]
    return [2, 1].flatMap { threads in
      efforts.map { name, effort in
        var options = CarveOptions()
        (options.effort, options.threads) = (effort, threads)
        let carver = Carver(options)
        return (
          "ours, \(name), threads: \(threads)",
          { try carver.carve(picture, to: CarvingSpeed.after).picture }
        )
      }
    }
  }

  /// Throws unless each row is the source's with pixels left out: that is the work, whoever does it.
  private func check(_ result: Raster, _ name: String) throws {
    try result.check(CarvingSpeed.after)
    for y in 0..<result.height {
      let (from, to) = (picture.row(y), result.row(y))
      var x = 0
      for kept in 0..<result.width {
        while x < picture.width, !(0..<3).allSatisfy({ from[x * 3 + $0] == to[kept * 3 + $0] }) { x += 1 }
        guard x < picture.width else { throw BenchmarkError("\(name) changed row \(y)") }
        x += 1
      }
    }
  }
}
