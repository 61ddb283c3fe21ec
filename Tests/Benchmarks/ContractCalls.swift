import CReframe
import Foundation
import Hosting
import Loading
import ReframeSDK

/// What a call through the contract costs when the plugin does nothing.
struct ContractCalls {
  let work: URL

  func run() throws {
    let folder = work.appending(path: "calls")
    try FixtureBundle.write(to: folder, id: "fixture")
    let host = Host(HostConfiguration(explicit: [folder.path], environment: [:]))
    var pixels = [UInt8](repeating: 0, count: 64 * 64 * 3)
    try pixels.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let lent = LentPixels(base: base, size: PixelSize(width: 64, height: 64), channels: 3, stride: 192)
      let detector = try host.detector("fixture")
      let run = JobRun(id: "benchmark")
      try measure("empty detector through the contract", count: 200_000) {
        let collector = SubjectCollector()
        var image = lent.descriptor(readOnly: true)
        try RawCall.run { error in
          run.withJob { job in
            collector.withSink { sink in
              detector.call { $0.detect($0.instance, job, &image, rf_text(), sink, error) }
            }
          }
        }
        _ = try collector.map()
      }
    }
  }

  private func measure(_ name: String, count: Int, _ body: () throws -> Void) throws {
    for _ in 0..<count / 10 { try body() }
    let start = ContinuousClock.now
    for _ in 0..<count { try body() }
    let nanoseconds = Measured.seconds(since: start) * 1e9 / Double(count)
    print("Calls\n  \(name): \(decimal(nanoseconds, 0)) ns")
  }
}
