import CReframe
import Foundation
import Hosting
import Loading
import ReframeSDK

/// How soon the next engine starts after a worker's death, and what a thousand deaths leave behind.
struct WorkerCrashes {
  let work: URL

  private static let deaths = 1000

  /// What this process holds of the system.
  private struct Holdings {
    let descriptors = Self.entries("/proc/self/fd")
    let threads = Self.entries("/proc/self/task")
    let memory = Self.residentMemory()

    private static func entries(_ folder: String) -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: folder))?.count ?? 0
    }

    /// KiB that are resident.
    private static func residentMemory() -> Int {
      let text = (try? String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix("Rss:") }
      return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    var text: String {
      "\(descriptors) descriptors, \(threads) threads, \(decimal(Double(memory) / 1024, 1)) MiB"
    }
  }

  func run() throws {
    try BenchmarkBundle.write(
      to: work, id: "hostile", library: "libHostilePlugin.so", kinds: ["detector", "fill", "provider"])
    try BenchmarkBundle.write(to: work, id: "fixture", library: "libFixturePlugin.so", as: "libFixture.so")
    var configuration = HostConfiguration(explicit: [work.path], environment: [:])
    configuration.placements = ["hostile": .worker]
    configuration.workers.crashes = .max
    let host = Host(configuration)
    let (hostile, next) = try (host.detector("hostile"), host.detector("fixture"))
    for _ in 0..<50 { _ = try die(hostile, next) }
    try call(hostile, "work")
    let before = Holdings()
    let times = try (0..<Self.deaths).map { _ in try die(hostile, next) }
    // The last worker is cleared away behind the call.
    try settle(hostile, before)
    let after = Holdings()
    print("Deaths of workers")
    print(
      "  from the call that ends one to the next engine's answer: \(decimal(Measured.median(times) * 1000, 2)) ms"
    )
    print("  before: \(before.text)\n  after \(Self.deaths): \(after.text)")
    guard after.descriptors <= before.descriptors, after.threads <= before.threads + 8,
      after.memory <= before.memory + 8192
    else { throw BenchmarkError("deaths of workers leave something behind") }
  }

  /// Seconds from a call that ends its worker to another engine's answer.
  private func die(_ hostile: PluginInstance<rf_detector>, _ next: PluginInstance<rf_detector>) throws
    -> Double
  {
    try call(hostile, "work")
    let start = ContinuousClock.now
    do {
      try call(hostile, "segv")
    } catch let error as ReframeError where error.message.contains("SIGSEGV") {
      try call(next, "work")
      return Measured.seconds(since: start)
    }
    throw BenchmarkError("a plugin that should have died did not")
  }

  private func settle(_ hostile: PluginInstance<rf_detector>, _ before: Holdings) throws {
    for _ in 0..<10_000 where Holdings().descriptors > before.descriptors { try call(hostile, "work") }
  }

  private func call(_ detector: PluginInstance<rf_detector>, _ deed: String) throws {
    var pixels = [UInt8](repeating: 0, count: 192)
    let run = JobRun(id: UUID().uuidString)
    let collector = SubjectCollector()
    try pixels.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let lent = LentPixels(base: base, size: PixelSize(width: 8, height: 8), channels: 3, stride: 24)
      var image = lent.descriptor(readOnly: true)
      try RawCall.run { error in
        run.withJob { job in
          #"{"do":"\#(deed)"}"#.withText { parameters in
            collector.withSink { sink in
              detector.call { $0.detect($0.instance, job, &image, parameters, sink, error) }
            }
          }
        }
      }
    }
  }
}
