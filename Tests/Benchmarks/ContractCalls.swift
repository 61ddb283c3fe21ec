import CReframe
import Foundation
import Hosting
import Loading
import ReframeSDK

/// What a call through the contract costs when the plugin does nothing, beside a direct call in Swift.
struct ContractCalls {
  let work: URL

  private static let count = 100_000
  private static let rounds = 15

  /// The same plugin in Swift, linked directly.
  private struct EmptyDetector: SubjectDetector {
    func subjects(in image: PixelView, parameters: JSONValue, job: JobContext) throws(ReframeError)
      -> SubjectMap
    {
      try job.checkCancelled()
      return SubjectMap(regions: [])
    }
  }

  func run() throws {
    let folder = work.appending(path: "calls")
    try BenchmarkBundle.write(to: folder, id: "empty", library: "libEmptyDetector.so")
    let host = Host(HostConfiguration(explicit: [folder.path], environment: [:]))
    let plugin = try host.detector("empty")
    let direct: any SubjectDetector = EmptyDetector()
    var pixels = [UInt8](repeating: 0, count: 64 * 64 * 3)
    let run = JobRun(id: "benchmark")
    try pixels.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let lent = LentPixels(base: base, size: PixelSize(width: 64, height: 64), channels: 3, stride: 192)
      var image = lent.descriptor(readOnly: true)
      try run.withJob { job in
        Result {
          let times = try (0...Self.rounds).map { _ in
            let alone = try seconds { try self.call(direct, job, &image) }
            return (alone, try seconds { try self.call(plugin, job, &image) })
          }.dropFirst()
          let alone = Measured.median(times.map(\.0)) * 1e9 / Double(Self.count)
          print("Calls of an empty detector\n  directly in Swift: \(decimal(alone, 0)) ns")
          print("  through the contract: \(Measured.spread(times.map { $0.1 / $0.0 }, digits: 2)) of that")
        }
      }.get()
    }
  }

  private func call(
    _ detector: PluginInstance<rf_detector>, _ job: UnsafePointer<rf_job>, _ image: inout rf_image
  ) throws {
    let map = try SubjectCollector.collect { sink, error in
      detector.call { $0.detect($0.instance, job, &image, rf_text(), sink, error) }
    }
    guard map.regions.isEmpty else { throw BenchmarkError("something was found in nothing") }
  }

  private func call(
    _ detector: any SubjectDetector, _ job: UnsafePointer<rf_job>, _ image: inout rf_image
  ) throws {
    let layout = try PixelLayout(&image)
    let map = try detector.subjects(
      in: PixelView(layout), parameters: .object([:]), job: JobContext(job))
    guard map.regions.isEmpty else { throw BenchmarkError("something was found in nothing") }
  }

  private func seconds(_ body: () throws -> Void) throws -> Double {
    let start = ContinuousClock.now
    for _ in 0..<Self.count { try body() }
    return Measured.seconds(since: start)
  }
}
