import CReframe
import Testing

@testable import ReframeSDK

/// The one plugin that this process exports: an instance of every kind, told by parameters how to behave.
enum ExportedPlugin {
  /// Its entry, or the reason why it refused the host.
  static func shakeHands(
    major: Int32 = RF_CONTRACT_MAJOR, size: Int = MemoryLayout<rf_handshake>.size, room: Int = 256
  ) -> (entry: UnsafePointer<rf_entry>?, reason: String) {
    var reason = [CChar](repeating: 0x7e, count: 256)
    let entry = reason.withUnsafeMutableBufferPointer { bytes in
      var handshake = rf_handshake()
      handshake.size = UInt32(size)
      handshake.contract_major = UInt32(major)
      handshake.contract_minor = 7
      handshake.reason = room == 0 ? nil : bytes.baseAddress
      handshake.reason_capacity = UInt64(room)
      return exportPlugin(
        &handshake, id: "exported", version: "1.2.3",
        .provider(concurrency: .processSerial) { _ in TestProvider() },
        .detector(concurrency: .instanceSerial) { (environment) throws(ReframeError) in
          try TestDetector(environment)
        },
        .fill { _ in TestFill() },
        .pricing { _ in TestPricing() })
    }
    let text = reason.prefix { $0 != 0 && $0 != 0x7e }.map(UInt8.init(bitPattern:))
    return (entry, String(decoding: text, as: UTF8.self))
  }

  static func factory(_ kind: UInt32) throws -> rf_factory {
    let entry = try #require(shakeHands().entry)
    return try #require(entry.pointee.factory(kind)).pointee
  }

  /// Makes an instance and lends its table; the instance is destroyed afterwards.
  static func with<Table>(
    _ kind: PluginKind, configuration: String = "{}", host: rf_host = RawHost.plain,
    _ body: (Table) throws -> Void
  ) throws {
    let factory = try factory(kind.code)
    var made: UnsafeRawPointer?
    var host = host
    try withUnsafePointer(to: &host) { host in
      try RawCall.run { error in configuration.withText { factory.create(host, $0, &made, error) } }
      let table = try #require(made).assumingMemoryBound(to: Table.self)
      defer { destroy(table) }
      #expect(made?.load(as: UInt32.self) == UInt32(MemoryLayout<Table>.size))
      try body(table.pointee)
    }
  }

  private static func destroy<Table>(_ table: UnsafePointer<Table>) {
    switch table.pointee {
    case let table as rf_provider: table.destroy(table.instance)
    case let table as rf_detector: table.destroy(table.instance)
    case let table as rf_fill: table.destroy(table.instance)
    case let table as rf_pricing: table.destroy(table.instance)
    default: Issue.record("a table of no kind")
    }
  }
}

/// Hosts in plain C.
enum RawHost {
  /// A host without extensions.
  static var plain: rf_host {
    var host = rf_host()
    host.size = UInt32(MemoryLayout<rf_host>.size)
    host.extension = { _, _ in nil }
    return host
  }
}

/// Finds one box whose label is the sum of all samples, and a grid of one cell.
struct TestDetector: SubjectDetector {
  init(_ environment: PluginEnvironment) throws(ReframeError) {
    guard environment.configuration["refuse"] == nil else {
      throw ReframeError(.resourceExhausted, "there is no room for a detector", code: "ROOM")
    }
  }

  func subjects(in image: PixelView, parameters: JSONValue, job: JobContext) throws(ReframeError)
    -> SubjectMap
  {
    try job.checkCancelled()
    if parameters["throw"] != nil {
      throw ReframeError(.contentPolicy, "not to be looked at", code: "NSFW", isRetryable: true)
    }
    if parameters["nonsense"] != nil {
      return SubjectMap(
        regions: [SubjectRegion(box: UnitRect(x: 2, y: 2, width: 1, height: 1), score: 1, label: "")])
    }
    var sum = 0
    for y in 0..<image.height {
      let row = image[row: y]
      for x in row.indices { sum += Int(row[x]) }
    }
    let box = UnitRect(x: 0.25, y: 0.25, width: 0.5, height: 0.5)
    return SubjectMap(
      regions: [SubjectRegion(box: box, score: 0.5, label: "\(image.size) \(image.channels) \(sum)")],
      saliency: SaliencyGrid(columns: 1, rows: 1, values: [9]))
  }
}

/// Paints the exposed area with the seed's low byte.
struct TestFill: FillStrategy {
  func fill(_ canvas: inout MutablePixelView, task: FillTask, job: JobContext) throws(ReframeError) {
    try job.checkCancelled()
    try job.progress(0.5, "filling")
    var source = "none"
    if let view = task.source { source = "\(view.size)" }
    let subject = task.subject.map { ", subject: \($0.columns)x\($0.rows)" } ?? ""
    let effort = task.effort == .balanced ? "" : ", effort: \(task.effort)"
    job.log(.info, "prompt: \(task.prompt), source: \(source)\(subject)\(effort)")
    let value = UInt8(truncatingIfNeeded: task.seed)
    let channels = canvas.channels
    let placed = task.placed
    for y in 0..<canvas.height {
      canvas.withRow(y) { row in
        for x in row.indices {
          let column = x / channels
          let isInside = y >= placed.y && y < placed.maxY && column >= placed.x && column < placed.maxX
          if !isInside { row[x] = value }
        }
      }
    }
  }
}

/// Writes renditions, hands out tickets or fails, as the model's name says.
struct TestProvider: ReframeProvider {
  func models() throws(ReframeError) -> [ModelCard] {
    [ModelCard(slug: "test/finish", vendor: "test", title: "Test")]
  }

  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan
  {
    ReframePlan(
      source: PixelSize(width: source.data?.count ?? 0, height: source.path?.count ?? 0), subjects: nil,
      outputs: [])
  }

  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    try job.checkCancelled()
    if request.model == "test/ticket" { return .ticket("ticket of \(job.id)") }
    try output.write(Rendition(output: 0, mediaType: "image/png", size: PixelSize(width: 1, height: 1))) {
      (write) throws(ReframeError) in
      if let data = source.data { try write(data) }
      if request.model == "test/fail" {
        throw ReframeError(.unavailable, "the service went away", accepted: .unknown)
      }
      try write(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    return .finished
  }

  func poll(_ ticket: String, output: RenditionOutput, job: JobContext) throws(ReframeError) -> PollAnswer {
    guard ticket != "done" else { return .finished }
    return .pending(retryAfterMilliseconds: 250)
  }

  func cancel(_ ticket: String, job: JobContext) throws(ReframeError) {
    guard ticket == "known" else { throw ReframeError(.notFound, "no ticket '\(ticket)'") }
  }
}

/// One cent for each output.
struct TestPricing: PricingCalculator {
  func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    guard card.pricing == .null else { throw ReframeError(.unsupported, "no such rule") }
    let amount = Money(micros: Int64(10_000 * job.outputs.count), unit: "USD")
    return Quote(lines: [], expected: amount, maximum: amount, rule: card.slug, version: "1")
  }
}
