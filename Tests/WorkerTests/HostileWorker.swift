import CReframe
import Foundation
import Hosting
import Loading
import ReframeSDK
import Synchronization
import TestSupport

/// The hostile plugin in a worker, told what to do call by call.
final class HostileWorker: Sendable {
  let library: PluginLibrary
  let detector: PluginInstance<rf_detector>
  let bundles: TestBundles
  private let host: HostTable

  /// The host's tables stay where they are for as long as the plugin.
  private struct HostTable: @unchecked Sendable {
    let table: UnsafeMutablePointer<rf_host>
  }

  /// What a call left behind.
  struct Outcome: Sendable {
    var labels: [String] = []
    var error: ReframeError?
    var log: [String] = []
    var stages: [String] = []
  }

  static var limits: WorkerLimits {
    var limits = WorkerLimits(executable: TestBundles.worker)
    limits.cancelGrace = .milliseconds(50)
    return limits
  }

  init(_ limits: WorkerLimits = HostileWorker.limits) throws {
    bundles = try TestBundles(own: [])
    let folder = try bundles.add(
      id: "hostile",
      manifest: """
        {"id": "hostile", "version": "1.0.0", "contract": "1.1", "kinds": ["detector", "fill", "provider"],
         "library": "libHostilePlugin.so"}
        """, library: "libHostilePlugin.so")
    library = try PluginLibrary(PluginBundle(path: folder.path()), worker: limits)
    let table = UnsafeMutablePointer<rf_host>.allocate(capacity: 1)
    table.initialize(to: rf_host())
    table.pointee.size = UInt32(MemoryLayout<rf_host>.size)
    host = HostTable(table: table)
    detector = try library.instance(rf_detector.self, host: table)
  }

  /// A provider that is told what to do when it is made.
  func provider(_ configuration: String) throws(ReframeError) -> PluginInstance<rf_provider> {
    try library.instance(rf_provider.self, host: host.table, configuration: configuration)
  }

  /// Has the plugin do something; `meanwhile` hears of its progress with the run.
  func act(
    _ deed: String, with argument: String = "", job id: String = "job",
    meanwhile: @escaping @Sendable (JobRun) -> Void = { _ in }
  ) -> Outcome {
    let heard = Mutex(Outcome())
    let current = Mutex<JobRun?>(nil)
    let run = JobRun(
      id: id,
      onProgress: { _, stage in
        heard.withLock { $0.stages.append(stage) }
        if let run = current.withLock({ $0 }) { meanwhile(run) }
      }, onLog: { _, line in heard.withLock { $0.log.append(line) } })
    current.withLock { $0 = run }
    defer { current.withLock { $0 = nil } }
    let collector = SubjectCollector()
    var scene = [UInt8](0..<192)
    var failure: ReframeError?
    do throws(ReframeError) {
      try RawCall.run { error in
        scene.withUnsafeMutableBytes { pixels in
          guard let base = pixels.baseAddress else { return RF_INTERNAL }
          let lent = LentPixels(
            base: base, size: PixelSize(width: 8, height: 8), channels: 3, stride: 24)
          var image = lent.descriptor(readOnly: true)
          return run.withJob { job in
            #"{"do":"\#(deed)","with":"\#(argument)"}"#.withText { parameters in
              collector.withSink { out in
                detector.call { $0.detect($0.instance, job, &image, parameters, out, error) }
              }
            }
          }
        }
      }
    } catch {
      failure = error
    }
    var outcome = heard.withLock { $0 }
    outcome.error = failure
    outcome.labels = ((try? collector.map().regions) ?? []).map(\.label)
    return outcome
  }

  /// Does a call of no harm, which has to succeed whatever went before.
  func isAlive() -> Bool { act("work").labels == ["well done"] }
}
