import CReframe
import Foundation
import Hosting
import Loading
import ReframeSDK
import Synchronization
import TestSupport
import Testing

/// A plugin of every kind that was built against revision 1.0 of the contract, on the host as it is now.
@Suite("A plugin of the first revision")
struct FirstRevisionPluginTests {
  /// Built anew from its source, and the binary that was built when there was no other revision.
  enum Build: CaseIterable {
    case source
    case binary

    /// The binary is for one processor.
    static var here: [Build] {
      #if arch(x86_64)
        allCases
      #else
        [.source]
      #endif
    }
  }

  /// A host with that plugin alone, opened in this process or a worker.
  private func host(_ build: Build, _ placement: PluginPlacement) throws -> (Hosting.Host, TestFolder) {
    let folder = try TestFolder()
    let bundle = "\(folder.path)/first.reframeplugin"
    let sources = TestBundles.repository.appending(path: "Tests/Compatibility")
    try folder.write(
      """
      {"id": "first", "version": "1.0.0", "contract": "1.0", "library": "first.so",
       "kinds": ["provider", "detector", "fill", "pricing"]}
      """.utf8, to: "first.reframeplugin/plugin.json")
    switch build {
    case .source:
      try Shell.run(
        """
        clang -std=c11 -Wall -Wextra -Werror -O1 -fPIC -fvisibility=hidden -shared first_revision.c \
        -o '\(bundle)/first.so'
        """, in: sources)
    case .binary:
      try FileManager.default.copyItem(
        atPath: sources.appending(path: "first_revision.x86_64.so").path(), toPath: "\(bundle)/first.so")
    }
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [folder.path]
    configuration.placement = placement
    configuration.workers = WorkerLimits(executable: TestBundles.worker)
    return (Hosting.Host(configuration), folder)
  }

  @Test("Finds, fills and prices", arguments: Build.here, PluginPlacement.allCases)
  func pure(build: Build, placement: PluginPlacement) throws {
    let (host, folder) = try host(build, placement)
    defer { withExtendedLifetime(folder) {} }
    let scene = LentScene(3, 5) { _, row in [UInt8(10 + row), 0, 0] }
    let found = try scene.subjects(try host.detector("first"))
    #expect(
      found.map
        == SubjectMap(
          regions: [
            SubjectRegion(
              box: UnitRect(x: 0.25, y: 0.5, width: 0.5, height: 0.25), score: 0.75, label: "salient")
          ], saliency: SaliencyGrid(columns: 1, rows: 2, values: [10, 14])))
    #expect(found.isIntact)

    let canvas = GuardedCanvas(FillCase(3, 2, left: 1, bottom: 2, channels: 4), garbage: 99)
    let subject = SaliencyGrid(columns: 1, rows: 1, values: [255])
    try canvas.fill(with: try host.fill("first"), subject: subject, effort: .quality)
    let value = canvas.pixel(1, 0)[0] &+ 1
    #expect(canvas.keepsSource && canvas.keepsGuards)
    #expect(canvas.pixel(0, 0) == [value, value, value, value] && canvas.pixel(3, 3) == canvas.pixel(0, 0))

    var card = ModelCard(slug: "first/revision", vendor: "first", title: "First")
    card.pricing = .object(["calculator": .string("first")])
    let quote = try host.quote(try job(), card: card)
    #expect(
      quote.expected == Money(micros: 5000, unit: "USD") && quote.maximum == Money(micros: 6000, unit: "USD"))
  }

  @Test(
    "Provides, with what the host lends: its detectors, its fills and its memory", arguments: Build.here,
    PluginPlacement.allCases)
  func provides(build: Build, placement: PluginPlacement) throws {
    let (host, folder) = try host(build, placement)
    defer { withExtendedLifetime(folder) {} }
    #expect(try host.models(of: "first").map(\.slug) == ["first/revision"])
    let receiver = MemoryReceiver()
    let done = try host.submit(
      try job(), to: "first", source: try SourceFile([1, 2, 3]), receiver: receiver, run: JobRun(id: "1"))
    #expect(done == .finished(charge: nil))
    // Two rows of three bytes a pixel, of which its own fill painted all but the second.
    #expect(
      receiver.bytes == Array(repeating: 41, count: 6) + Array(repeating: 40, count: 6)
        + Array(repeating: 41, count: 12))
  }

  @Test("Gives a ticket, is polled, and cancels", arguments: Build.here, PluginPlacement.allCases)
  func tickets(build: Build, placement: PluginPlacement) throws {
    let (host, folder) = try host(build, placement)
    defer { withExtendedLifetime(folder) {} }
    let receiver = MemoryReceiver()
    let run = JobRun(id: "1")
    let job = try job()
    let given = try host.submit(
      job, to: "first", source: try SourceFile(Array("later".utf8)), receiver: receiver, run: run)
    #expect(given == .ticket("T-1"))
    func poll() throws -> ProviderAnswer {
      try host.poll("T-1", of: "first", job: job, receiver: receiver, run: run)
    }
    #expect(try poll() == .pending(retryAfterMilliseconds: 20))
    #expect(try poll() == .finished(charge: nil))
    #expect(receiver.bytes == Array("late".utf8))
    let refusal = ReframeError(.unsupported, "what is begun is finished")
    #expect(throws: refusal) { try host.cancel("T-1", of: "first", run: run) }
  }

  private func job() throws -> ReframeJob {
    ReframeJob(model: "first/revision", outputs: [OutputRequest(aspect: try #require(AspectRatio("1:1")))])
  }
}

/// Takes what a provider delivers into memory.
private final class MemoryReceiver: RenditionReceiver {
  private let taken = Mutex<[UInt8]>([])

  var bytes: [UInt8] { taken.withLock { $0 } }

  func begin(_ rendition: Rendition) throws(ReframeError) -> any RenditionWriter { Writer(receiver: self) }

  private final class Writer: RenditionWriter {
    let receiver: MemoryReceiver

    init(receiver: MemoryReceiver) { self.receiver = receiver }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ReframeError) {
      let piece = Array(bytes)
      receiver.taken.withLock { $0 += piece }
    }

    func finish() throws(ReframeError) {}
    func abandon() { receiver.taken.withLock { $0 = [] } }
  }
}
