import CReframe
import FoundationEssentials
import Glibc
import Loading
import ReframeSDK
import Synchronization
import TestSupport
import Testing
import VendorDoubles

/// A cloud plugin opened as a host opens it, by a host whose only service is HTTP that ends at a double.
final class CloudBench: @unchecked Sendable {
  let vendor: CloudVendor
  let double: VendorDouble
  let plugin: PluginInstance<rf_provider>
  private let web: DoubleWeb
  /// A picture of no meaning; vendors' doubles do not look at it.
  static let picture: [UInt8] = Array("not really a picture".utf8)

  init(_ vendor: CloudVendor, configuration: String? = nil) throws {
    self.vendor = vendor
    double = vendor.make()
    let library = try Self.library(vendor.target)
    web = DoubleWeb(double, manifest: try vendor.manifest(of: library.bundle.manifest))
    plugin = try library.instance(
      rf_provider.self, host: UnsafePointer(web.host), configuration: configuration ?? vendor.configuration)
  }

  /// What the host does in place of an exchange.
  func cut(_ error: ReframeError?) { web.outage.withLock { $0 = error } }
  /// The key that the host attaches.
  func use(key: String) { web.key.withLock { $0 = key } }

  /// The models that the plugin tells.
  func models() throws -> String {
    try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in plugin.call { $0.models($0.instance, sink, error) } }
    }
  }

  func plan(_ job: ReframeJob, url: String? = "https://pictures.example/a.jpg") throws -> ReframePlan {
    let request = try JSON.encode(job)
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in
        RawSource(url: url, type: type(job)).with { source in
          RawJob().with { raw in
            request.withText { text in
              plugin.call { $0.plan($0.instance, raw, text, source, sink, error) }
            }
          }
        }
      }
    }
    return try JSON.decode(ReframePlan.self, from: text, what: "plan")
  }

  /// Submits a job; answers the ticket.
  @discardableResult
  func submit(
    _ job: ReframeJob, url: String? = "https://pictures.example/a.jpg", data: [UInt8]? = nil,
    mediaType: String? = nil, cancelled: Bool = false
  ) throws -> String {
    let request = try JSON.encode(job)
    let output = RecordedOutput()
    let source = RawSource(url: url, data: data, type: mediaType ?? type(job))
    let raw = RawJob()
    if cancelled { raw.cancel() }
    return try Sink.collect { (sink) throws(ReframeError) in
      let status = try RawCall.run(mayPend: true) { error in
        source.with { source in
          raw.with { raw in
            request.withText { text in
              plugin.call { $0.submit($0.instance, raw, text, source, &output.value, sink, error) }
            }
          }
        }
      }
      if status != RF_PENDING { throw ReframeError(.internalFault, "no ticket: \(status)") }
    }
  }

  /// Asks after a ticket; answers how long to wait, or `nil` when it is finished.
  func poll(_ ticket: String, to output: RecordedOutput = RecordedOutput()) throws -> Int64? {
    var wait: Int64 = -1
    let status = try RawCall.run(mayPend: true) { error in
      RawJob().with { raw in
        ticket.withText { text in
          plugin.call { $0.poll($0.instance, raw, text, &output.value, &wait, error) }
        }
      }
    }
    return status == RF_PENDING ? wait : nil
  }

  func cancel(_ ticket: String) throws {
    try RawCall.run { error in
      RawJob().with { raw in
        ticket.withText { text in plugin.call { $0.cancel($0.instance, raw, text, error) } }
      }
    }
  }

  /// Asks until a job is finished; answers its renditions.
  func finish(_ ticket: String) throws -> [RecordedOutput.Entry] {
    let output = RecordedOutput()
    for _ in 0..<20 where try poll(ticket, to: output) == nil { return output.entries }
    throw ReframeError(.timeout, "never finished")
  }

  /// The error that a call throws.
  func failure(_ body: () throws -> Void) throws -> ReframeError {
    try #require(throws: ReframeError.self) { try body() }
  }

  private func type(_ job: ReframeJob) -> String { job.card?.medium == .video ? "video/mp4" : "image/jpeg" }

  private static let opened = Mutex<[String: PluginLibrary]>([:])
  private static let bundles = Result { try TestBundles(own: CloudVendor.targets) }
  private static let cleanup: Void = {
    atexit {
      if let folder = try? CloudBench.bundles.get().path {
        try? FileManager.default.removeItem(atPath: folder)
      }
    }
  }()

  /// What the plugin of a target declares.
  static func manifest(_ target: String) throws -> PluginManifest { try library(target).bundle.manifest }

  /// Where the vendors' plugins lie, for tests that only read.
  static func folder() throws -> String {
    _ = cleanup
    return try bundles.get().path
  }

  private static func library(_ target: String) throws -> PluginLibrary {
    let folder = try folder()
    return try opened.withLock { opened in
      if let library = opened[target] { return library }
      let found = PluginDiscovery(folders: [folder])
      let bundle = try #require(found.bundles.first { $0.manifest.library == "lib\(target).so" })
      let library = try PluginLibrary(bundle)
      opened[target] = library
      return library
    }
  }
}
