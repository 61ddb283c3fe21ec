import CReframe
import Foundation
import Hosting
import Loading
import ReframeSDK
import Synchronization
import TestSupport

/// A bundle whose manifest binds functions, opened in this process or in a worker.
final class ForeignBench: Sendable {
  /// Where the functions run.
  enum Place: String, CaseIterable, Sendable {
    case process, worker
  }

  let host: Hosting.Host
  let id: String
  private let bundles: TestBundles

  /// What a call left behind.
  struct Heard: Sendable {
    var progress: [Double] = []
    var log: [String] = []
  }

  init(manifest: String, id: String, in place: Place) throws {
    bundles = try TestBundles(own: [])
    try bundles.addBinding(id, manifest: manifest)
    self.id = id
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [bundles.path]
    configuration.workers = WorkerLimits(executable: TestBundles.worker)
    configuration.workers.cancelGrace = .milliseconds(50)
    if place == .process { configuration.placements[id] = .inProcess }
    host = Hosting.Host(configuration)
    if let refusal = host.discovery.refusals.first { throw ReframeError(.invalidArgument, refusal.reason) }
  }

  /// Binds functions of the fixture; `foreign` is the member of the manifest.
  convenience init(_ kinds: [String], _ foreign: String, in place: Place) throws {
    let manifest = """
      {"id": "bound", "version": "1.0.0", "contract": "1.0", "kinds": \(kinds), "library": "libForeignFixture.so",
       "foreign": \(foreign)}
      """
    try self.init(manifest: manifest, id: "bound", in: place)
  }

  /// One of the bindings that lie beside the fixture.
  convenience init(binding id: String, in place: Place) throws {
    let file = TestBundles.repository.appending(path: "Tests/ForeignFixture/bindings/\(id).json")
    try self.init(manifest: String(contentsOf: file, encoding: .utf8), id: id, in: place)
  }

  /// A detector whose only call is that of a function, with regions made of its results.
  static func detector(
    _ function: String, _ arguments: String, call: String = "", regions: String = "[]", more: String = "",
    in place: Place
  ) throws -> ForeignBench {
    try ForeignBench(
      ["detector"],
      """
      {\(structs), "detector": {
        "calls": [{"function": "\(function)", "arguments": \(arguments)\(call)}],
        "regions": \(regions)\(more)}}
      """, in: place)
  }

  /// A formula whose only call is that of a function, at an amount made of its results.
  static func price(
    _ function: String, _ arguments: String, amount: String = "result", call: String = "", more: String = "",
    in place: Place
  ) throws -> ForeignBench {
    try ForeignBench(
      ["pricing"],
      """
      {\(structs), "pricing": {
        "calls": [{"function": "\(function)", "arguments": \(arguments)\(call)}],
        "quote": {"amount": "\(amount)", "unit": "'USD'"}\(more)}}
      """, in: place)
  }

  static let structs = """
    "structs": {
      "finding": "box place, f32 score, u8 tag[8], point centre",
      "point": "f64 x, f64 y",
      "box": "i32 x, i32 y, i32 width, i32 height"
    }
    """

  /// When a job is cancelled.
  enum Cancellation {
    case never, before, onProgress
  }

  /// What the detector finds in a picture of a gradient of 20 x 10 pixels, or in another.
  @discardableResult
  func subjects(
    _ picture: ForeignPicture = .gradient(20, 10), parameters: String = "{}", cancelled: Cancellation = .never
  ) throws(ReframeError) -> (map: SubjectMap, heard: Heard) {
    let heard = Mutex(Heard())
    let current = Mutex(JobRun?.none)
    let run = JobRun(
      id: "test",
      onProgress: { fraction, _ in
        heard.withLock { $0.progress.append(fraction) }
        if cancelled == .onProgress { current.withLock { $0 }?.cancel() }
      },
      onLog: { _, line in heard.withLock { $0.log.append(line) } })
    current.withLock { $0 = run }
    defer { current.withLock { $0 = nil } }
    if cancelled == .before { run.cancel() }
    let detector = try host.detector(id)
    let collector = SubjectCollector()
    try picture.lend(readOnly: true) { (image) throws(ReframeError) in
      try RawCall.run { error in
        run.withJob { job in
          parameters.withText { text in
            collector.withSink { sink in
              detector.call { $0.detect($0.instance, job, image, text, sink, error) }
            }
          }
        }
      }
    }
    return (try collector.map(), heard.withLock { $0 })
  }

  /// What the fill makes of a canvas.
  func filled(_ picture: ForeignPicture, placed: PixelRect, parameters: String = "{}") throws(ReframeError)
    -> ForeignPicture
  {
    let fill = try host.fill(id)
    let canvas = picture.copy()
    try canvas.lend(readOnly: false) { (image) throws(ReframeError) in
      try RawCall.run { error in
        JobRun(id: "test").withJob { job in
          parameters.withText { text in
            var task = rf_fill_task()
            task.size = UInt32(MemoryLayout<rf_fill_task>.size)
            task.seed = 42
            task.image = image
            task.placed_x = Int32(placed.x)
            task.placed_y = Int32(placed.y)
            task.placed_width = UInt32(placed.width)
            task.placed_height = UInt32(placed.height)
            task.parameters = text
            return fill.call { $0.fill($0.instance, job, &task, error) }
          }
        }
      }
    }
    return canvas
  }

  /// What a job of a number of square outputs costs, under a price of the book's.
  func quote(
    outputs: Int = 1, count: Int = 1, parameters: [String: JSONValue] = [:],
    settings: [String: JSONValue] = [:]
  ) throws -> Quote {
    guard let square = AspectRatio(width: 1, height: 1) else { throw ReframeError(.internalFault, "1:1") }
    let output = OutputRequest(aspect: square, size: PixelSize(width: 1000, height: 1500))
    var job = ReframeJob(model: "m", outputs: Array(repeating: output, count: outputs))
    job.imageCount = count
    job.parameters = .object(parameters)
    var rule = PricingRule(calculator: id, name: "rule", book: "book", version: "7", unit: "USD", per: "run")
    rule.prices = [.init(amount: "0.5")]
    rule.settings = .object(settings)
    var card = ModelCard(slug: "m", vendor: "v", title: "t")
    card.pricing = try rule.json()
    return try host.quote(job, card: card)
  }

  /// What the calculator itself answers to any request and card.
  @discardableResult
  func quote(request: String, card: String) throws(ReframeError) -> Quote {
    let calculator = try host.calculator(id)
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in
        calculator.call { table in
          request.withText { request in
            card.withText { table.quote(table.instance, request, $0, sink, error) }
          }
        }
      }
    }
    return try JSON.decode(Quote.self, from: text, what: "quote")
  }

  /// Millionths that it costs.
  func micros(_ parameters: [String: JSONValue] = [:]) throws -> Int64? {
    try quote(parameters: parameters).expected?.micros
  }
}
