import Loading
import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("A provider in a worker that buys")
struct WorkerPurchaseTests {
  private let bundles: TestBundles
  private let server: LoopbackServer
  private let host: Host

  init() throws {
    bundles = try TestBundles(own: [])
    try bundles.add(
      id: "hostile",
      manifest: """
        {"id": "hostile", "version": "1.0.0", "contract": "1.1", "kinds": ["provider"], "hosts": ["127.0.0.1"],
         "library": "libHostilePlugin.so"}
        """, library: "libHostilePlugin.so")
    server = try LoopbackServer { _ in LoopbackServer.Reply() }
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [bundles.path]
    configuration.networkAllow = ["127.0.0.0/8"]
    configuration.placement = .worker
    configuration.workers = WorkerLimits(executable: TestBundles.worker)
    var setup = ProviderSetup(id: "shop", plugin: "hostile")
    setup.baseURL = server.url
    configuration.providers = [setup]
    host = Host(configuration)
  }

  private func fail(_ request: JSONValue) throws -> ReframeError {
    var job = ReframeJob(model: "m", outputs: [])
    job.parameters = request
    return try #require(
      #expect(throws: ReframeError.self) {
        _ = try host.submit(
          job, to: "shop", source: try SourceFile([0]), receiver: Nowhere(), run: JobRun(id: "att_1"))
      })
  }

  @Test("A death after the purchase may have cost, and says so")
  func bought() throws {
    let error = try fail(.object(["buy": .string(server.url + "/jobs"), "do": .string("segv")]))
    #expect(error.accepted == .unknown && error.kind == .unavailable)
    #expect(error.message.contains("was killed by SIGSEGV"))
    #expect(server.requests.map(\.path) == ["/jobs"])
  }

  @Test("One before it has cost nothing")
  func unsold() throws {
    let error = try fail(.object(["do": .string("segv")]))
    #expect(error.accepted == .no && error.kind == .unavailable)
    #expect(server.requests.isEmpty)
  }

  private final class Nowhere: RenditionReceiver, RenditionWriter {
    func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter { self }
    func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {}
    func finish() throws(ReframeError) {}
    func abandon() {}
  }
}
