import CReframe
@testable import Hosting
import Loading
import ReframeSDK
import Synchronization
import TestSupport

/// The real host with the project's own plugins, opened from their libraries.
struct Engine {
  static let fills = [
    "blur", "mirror", "solid", "edge", "patch", "gradient", "auto", "fixture", "pixman-edge",
  ]
  let host: Host

  /// The plugins in `folder`, by default those that tests share, and those that are bindings of foreign functions.
  init(folder: String? = nil) throws {
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [try folder ?? TestBundles.shared().path, try TestBundles.bound().path]
    for id in TestBundles.bindings { configuration.placements[id] = .inProcess }
    configuration.detector = "fixture"
    host = Host(configuration)
  }

  /// What a job makes of a file, in the order of its outputs.
  func reframe(_ file: [UInt8], _ job: ReframeJob, run: JobRun = JobRun(id: "test")) throws -> [Result] {
    let folder = try TestFolder()
    defer { withExtendedLifetime(folder) {} }
    let receiver = Collector()
    let source = try SourceFile(path: try folder.write(file, to: "source"))
    try host.reframe(job, source: source, receiver: receiver, run: run)
    return receiver.results
  }

  /// What the engine says that it would do.
  func plan(_ file: [UInt8], _ job: ReframeJob) throws -> ReframePlan {
    let folder = try TestFolder()
    defer { withExtendedLifetime(folder) {} }
    let source = try SourceFile(path: try folder.write(file, to: "source"))
    let provider = try host.provider(nil)
    let request = try JSON.encode(job)
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in
        JobRun(id: "test").withJob { job in
          request.withText { request in
            source.withSource { source in
              provider.call { table in table.plan(table.instance, job, request, source, sink, error) }
            }
          }
        }
      }
    }
    return try JSON.decode(ReframePlan.self, from: text, what: "plan")
  }

  /// One file that the engine made.
  struct Result {
    let rendition: Rendition
    let bytes: [UInt8]

    /// How it was made.
    var plan: OutputPlan? { rendition.plan }
  }
}

/// Keeps what it receives in memory.
final class Collector: RenditionReceiver {
  private let writers = Mutex<[Writer]>([])

  /// What was finished, results before explanations, by output.
  var results: [Engine.Result] {
    writers.withLock { $0 }.compactMap { writer in
      writer.finished.map { Engine.Result(rendition: writer.rendition, bytes: $0) }
    }.sorted {
      ($0.rendition.role.rawValue, -$0.rendition.output) > ($1.rendition.role.rawValue, -$1.rendition.output)
    }
  }

  func begin(_ rendition: Rendition) -> any RenditionWriter {
    let writer = Writer(rendition)
    writers.withLock { $0.append(writer) }
    return writer
  }

  private final class Writer: RenditionWriter {
    let rendition: Rendition
    private let state = Mutex((bytes: [UInt8](), isFinished: false))

    init(_ rendition: Rendition) { self.rendition = rendition }

    var finished: [UInt8]? { state.withLock { $0.isFinished ? $0.bytes : nil } }

    func write(_ bytes: UnsafeRawBufferPointer) { state.withLock { $0.bytes += bytes } }
    func finish() { state.withLock { $0.isFinished = true } }
    func abandon() {}
  }
}

extension ReframeJob {
  /// A job of the local engine's for one output of a ratio, as PNG.
  static func png(_ ratio: String, size: PixelSize? = nil, _ configure: (inout ReframeJob) -> Void = { _ in })
    throws -> ReframeJob
  {
    guard let aspect = AspectRatio(ratio) else { throw ReframeError(.invalidArgument, ratio) }
    return .png([OutputRequest(aspect: aspect, size: size)], configure)
  }

  /// A job of the local engine's, all outputs as PNG.
  static func png(_ outputs: [OutputRequest], _ configure: (inout ReframeJob) -> Void = { _ in })
    -> ReframeJob
  {
    var job = ReframeJob(model: "local/reframe", outputs: outputs)
    for index in job.outputs.indices { job.outputs[index].format = .png }
    configure(&job)
    return job
  }
}
