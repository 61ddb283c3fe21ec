import CReframe
import ReframeSDK
import Synchronization
import TestSupport
import Testing

@testable import Hosting
@testable import ReframeSDK

/// A host with the fixture's vendor, set up to work at a server of the test's own.
struct VendorBench {
  static let key = "sk-fixture/0123456789+abcdef"

  let server: LoopbackServer
  let host: Host
  /// Everything that was logged or told of progress.
  let heard = Heard()
  private let bundles: TestBundles

  /// The loopback addresses of `allow` are open.
  init(
    allow: [String] = ["127.0.0.0/8"], environment: [String: String] = ["FIXTURE_KEY": key],
    hosts: [String] = [],
    baseURL: String? = nil, _ handler: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply
  ) throws {
    server = try LoopbackServer(handler)
    bundles = try TestBundles(own: [])
    try bundles.add(
      id: "fixture",
      manifest: """
        {"id": "fixture", "version": "1.0.0", "contract": "1.0", "kinds": ["provider"],
         "library": "libVendor.so", "hosts": \(try JSON.encode(hosts)), "secrets": ["FIXTURE_KEY"]}
        """, library: "libFixturePlugin.so", as: "libVendor.so")
    var setup = ProviderSetup(id: "vendor", plugin: "fixture")
    setup.baseURL = baseURL ?? server.url
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [bundles.path]
    configuration.providers = [setup]
    configuration.networkAllow = allow
    configuration.environment = environment
    host = Host(configuration)
  }

  /// A server that answers every request in the same way.
  init(_ reply: LoopbackServer.Reply) throws { try self.init { _ in reply } }

  /// A run whose words are kept in `heard`.
  func run(deadline: Int64? = nil) -> JobRun {
    JobRun(
      id: "test", deadline: deadline, onProgress: { [heard] in heard.add($1) },
      onLog: { [heard] in heard.add($1) })
  }

  /// Makes an exchange as the vendor's plugin does.
  func exchange(_ request: HTTPRequest, run: JobRun? = nil) throws -> HTTPResponse {
    let services = HostServices(VendorAccess(try #require(host.providers.first)))
    services.connect(host)
    let run = run ?? self.run()
    return try withExtendedLifetime(services) {
      let plugin = try PluginHost(services.table)
      return try run.withJob { job in
        Result { () throws(ReframeError) in try plugin.exchange(request, job: JobContext(job)) }
      }.get()
    }
  }

  /// Has the vendor do a job whose only output is a square.
  func submit(_ receiver: RecordingReceiver, run: JobRun? = nil) throws -> ProviderAnswer {
    try host.submit(
      try Self.job(), to: "vendor", source: SourceFile([1, 2, 3]), receiver: receiver,
      run: run ?? self.run())
  }

  static func job() throws -> ReframeJob {
    ReframeJob(model: "m", outputs: [OutputRequest(aspect: try #require(AspectRatio(width: 1, height: 1)))])
  }

  /// A square picture of so many bytes.
  static func picture(_ count: Int = 1000) -> [UInt8] {
    PictureBytes.png(64, 64) + (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  }

  /// Lines, from any thread.
  final class Heard: Sendable {
    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func add(_ line: String) { state.withLock { $0.append(line) } }
  }
}
