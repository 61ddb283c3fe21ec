internal import Glibc
import ReframeSDK
internal import Synchronization

/// Does as a script says, without network or cost: every `submit` takes the script's next entry.
final class MockProvider: ReframeProvider {
  private let script: MockScript
  private let isSetUp: Bool
  private let state = Mutex(State())

  private struct State {
    var jobs = 0
    var asked: [String: Int] = [:]
    var cancelled = Set<String>()
  }

  /// Reads the script. Throws its first fault, with its place.
  init(_ settings: JSONValue) throws(ReframeError) {
    script = try MockScript(settings)
    isSetUp = settings != .object([:])
  }

  /// One model that makes test cards of any size, once somebody has set the provider up: its results must
  /// never be taken for a picture that was asked for.
  func models() throws(ReframeError) -> [ModelCard] {
    guard isSetUp else { return [] }
    var card = ModelCard(slug: "mock/reframe", vendor: "mock", title: "Mock provider")
    card.lifecycle = .experimental
    card.outputLimit = 64
    card.takesSizes = true
    card.placement = .fractions
    card.notes = ["Makes test cards as its script says, for tests of settings, routes and budgets."]
    card.pricing = .object(["book": .string("mock"), "rule": .string("run")])
    return [card]
  }

  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan
  {
    let plans = request.outputs.indices.map { index in
      let canvas = TestCard.size(of: request.outputs[index])
      let place = Placement(x: 0, y: 0, width: Double(canvas.width), height: Double(canvas.height))
      return OutputPlan(
        output: index, operation: .resize, framing: Framing(canvas: canvas, placement: place),
        crop: PixelRect(request.source?.size ?? canvas))
    }
    return ReframePlan(
      source: request.source?.size ?? PixelSize(width: 1, height: 1), subjects: nil, outputs: plans)
  }

  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    try job.checkCancelled()
    for wanted in request.outputs { try TestCard.check(wanted) }
    let number = state.withLock { state in
      state.jobs += 1
      return state.jobs - 1
    }
    let entry = script.entry(number)
    if entry.isPaid { try note(entry, job) }
    let wait = MockWait(job: job, accepted: entry.isPaid ? .yes : .no)
    try wait.milliseconds(entry.latency(number, seed: script.seed))
    switch entry.answer {
    case .finish:
      try deliver(request.outputs, count: request.imageCount, charge: entry.charge, output, wait)
      return .finished
    case .ticket:
      let ticket = MockTicket(
        id: "\(job.id)-\(number)", entry: entry, outputs: request.outputs, count: request.imageCount)
      return .ticket(try JSON.encode(ticket))
    case .error:
      throw entry.failure?.error ?? ReframeError(.unavailable, "the mock provider fails")
    }
  }

  func poll(_ ticket: String, output: RenditionOutput, job: JobContext) throws(ReframeError) -> PollAnswer {
    let ticket = try MockTicket(text: ticket)
    try MockWait(job: job, accepted: .yes).check()
    let (asked, isCancelled) = state.withLock { state in
      state.asked[ticket.id, default: 0] += 1
      return (state.asked[ticket.id] ?? 0, state.cancelled.contains(ticket.id))
    }
    if isCancelled {
      throw ReframeError(.unavailable, "the job was dropped", code: "cancelled", accepted: .yes)
    }
    guard asked > ticket.entry.polls else {
      return .pending(retryAfterMilliseconds: Int64(ticket.entry.pollMilliseconds))
    }
    if let failure = ticket.entry.failure { throw failure.error }
    try deliver(
      ticket.outputs, count: ticket.count, charge: ticket.entry.charge, output,
      MockWait(job: job, accepted: .yes))
    return .finished
  }

  func cancel(_ ticket: String, job: JobContext) throws(ReframeError) {
    let ticket = try MockTicket(text: ticket)
    state.withLock { _ = $0.cancelled.insert(ticket.id) }
  }

  /// Writes a test card for every output in every variation; the first carries the charge.
  private func deliver(
    _ outputs: [OutputRequest], count: Int, charge: Money?, _ output: RenditionOutput, _ wait: MockWait
  ) throws(ReframeError) {
    var charge = charge
    for (index, wanted) in outputs.enumerated() {
      for variation in 0..<max(1, count) {
        try wait.check()
        let format = wanted.format ?? .png
        var rendition = Rendition(output: index, mediaType: format.mediaType, size: TestCard.size(of: wanted))
        rendition.variation = variation
        rendition.charge = charge
        charge = nil
        let bytes = try TestCard.file(rendition.size, format, quality: wanted.quality)
        try output.write(rendition) { (take) throws(ReframeError) in
          try bytes.withUnsafeBufferPointer { (bytes) throws(ReframeError) in
            try take(UnsafeRawBufferPointer(bytes))
          }
        }
      }
    }
  }

  /// One line in one write, so that several processes may share the file.
  private func note(_ entry: MockEntry, _ job: JobContext) throws(ReframeError) {
    guard let path = script.log else { return }
    let charge = entry.charge.map { "\($0.decimal) \($0.unit)" } ?? "-"
    let line = [UInt8]("\(job.id)\t\(job.idempotencyKey)\t\(entry.answer.rawValue)\t\(charge)\n".utf8)
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    defer { if file >= 0 { close(file) } }
    guard file >= 0, write(file, line, line.count) == line.count else {
      throw ReframeError(
        .invalidArgument,
        "the mock provider cannot write its log '\(path)': \(String(cString: strerror(errno)))")
    }
  }
}

/// What a later question has to know.
private struct MockTicket: Codable {
  var id: String
  var entry: MockEntry
  var outputs: [OutputRequest]
  var count: Int

  init(id: String, entry: MockEntry, outputs: [OutputRequest], count: Int) {
    self.id = id
    self.entry = entry
    self.outputs = outputs
    self.count = count
  }

  init(text: String) throws(ReframeError) {
    do throws(ReframeError) {
      self = try JSON.decode(MockTicket.self, from: text, what: "ticket")
    } catch {
      throw ReframeError(.notFound, "not a ticket of the mock provider: \(error.message)", accepted: .yes)
    }
  }
}

extension MockEntry {
  /// How long the job with that number takes, in milliseconds.
  func latency(_ number: Int, seed: UInt64) -> Int {
    guard longest > shortest else { return shortest }
    // One step of SplitMix64 (Steele, Lea and Flood 2014): a job's latency depends on nothing but its number.
    var mixed = seed &+ UInt64(truncatingIfNeeded: number + 1) &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    return shortest + Int(mixed % UInt64(longest - shortest + 1))
  }
}
