internal import Catalogue
internal import Dispatching
internal import Hosting
internal import Jobs
internal import ReframeSDK
internal import Routing
internal import Synchronization

/// Turns inputs into outputs by the engines of a route: what the main verb does when models, prices or routes
/// come into it.
struct RoutedConversion: Sendable {
  let router: Router
  let route: RouteChoice
  let payer: Payer
  let job: ReframeJob
  /// A resolution by name, which each model takes in its own way.
  let resolution: String?
  let parameters: [(name: String, text: String)]
  let destination: OutputDestination
  let overwrites: Bool
  let claims: PathClaims
  let reporter: Reporter
  private let promise: OutputPromise

  init(
    _ desk: RoutingDesk, job: ReframeJob, resolution: String?,
    parameters: [(name: String, text: String)], destination: OutputDestination, overwrites: Bool,
    claims: PathClaims, reporter: Reporter
  ) throws(UsageError) {
    router = desk.router
    route = desk.route
    payer = desk.payer
    self.job = job
    self.resolution = resolution
    self.parameters = parameters
    self.destination = destination
    self.overwrites = overwrites
    self.claims = claims
    self.reporter = reporter
    promise = OutputPromise(destination, overwrites: overwrites)
    do throws(ReframeError) {
      try ModelOptions.check(
        parameters.map(\.name), on: try router.entries(route).map(\.entry.card), "model of the route")
    } catch {
      throw UsageError(message: error.message)
    }
  }

  /// Tells what would be done with every input, and buys nothing.
  func describe(_ inputs: [String], _ isJSON: Bool) -> ExitCode {
    var isPossible = true
    for input in inputs {
      do throws(ReframeError) {
        let reports = try steps(input).map { step in
          RouteReport(router.route(step.candidates, step.route), input: input, job: step.part.job)
        }
        isPossible = isPossible && reports.allSatisfy { !$0.route.isEmpty }
        guard !isJSON else {
          for report in reports { reporter.tell(try JSON.encode(report) + "\n") }
          continue
        }
        // Variations that are bought one by one go the same way.
        var told: Set<String> = []
        for text in reports.map({ $0.text }) where told.insert(text).inserted {
          reporter.tell(text)
          let times = reports.count { $0.text == text }
          if times > 1 { reporter.tell("  \(times) times, each at this price\n") }
        }
      } catch {
        isPossible = false
        reporter.fail(input, error)
      }
    }
    return isPossible ? .success : .failure
  }

  /// A part of one input, with its engines.
  struct Step: Sendable {
    let part: JobPart
    let candidates: [Candidate]
    /// The route, with the part's share of what the input may cost.
    fileprivate(set) var route: RouteChoice
    fileprivate let results: PartResults
    /// The number of the first variation among those of the whole request; `nil` if only one is wanted.
    fileprivate var firstVariation: Int?
  }

  /// The parts of an input's job, with every engine fitted and priced. Buys nothing.
  func steps(_ input: String) throws(ReframeError) -> [Step] {
    let source = try router.host.source(input)
    var job = job
    job.source = try SourceDescription(source, host: router.host)
    let cards = try router.entries(route).map(\.entry).filter { !$0.providers.isEmpty }.map(\.card)
    let parts = JobPart.split(outputs: job.outputs.count, images: job.imageCount, among: cards)
    var steps: [Step] = []
    for (outputs, images) in parts {
      let results = PartResults()
      let part = try part(of: job, outputs, images, input: input, source: source, results)
      let wanted = Wanted(part.job, resolution: resolution, parameters: parameters)
      steps.append(
        Step(
          part: part, candidates: try router.candidates(wanted, part, route), route: route, results: results,
          firstVariation: job.imageCount > 1 ? images.lowerBound : nil))
    }
    if let maximum = route.policy.maximumCost {
      let shares = try CostShares.of(maximum, among: steps.map(\.candidates), under: route.policy)
      for (index, share) in shares.enumerated() { steps[index].route.policy.maximumCost = share }
    }
    return steps
  }

  /// Throws if a result would have no place: after it was bought that is too late.
  private func checkPlaces(_ step: Step, _ input: String) throws(ReframeError) {
    let engines = router.route(step.candidates, step.route).steps.map(\.candidate)
    guard engines.contains(where: { !$0.isFree }) else { return }
    let own = OutputFormat.stills.first { $0.mediaType == step.part.job.source?.mediaType }
    var formats: [OutputFormat] = []
    for entry in try router.entries(route).map(\.entry) {
      guard let engine = engines.first(where: { $0.model == entry.card.slug }) else { continue }
      formats += engine.isLocal ? [own ?? .png] : entry.card.formats
      formats += OutputFormat.allCases.filter { entry.card.videoFormats?.contains($0.mediaType) == true }
    }
    try promise.check(step.part.job, of: input, firstVariation: step.firstVariation, formats: formats)
  }

  private func part(
    of job: ReframeJob, _ outputs: Range<Int>, _ images: Range<Int>, input: String, source: SourceFile,
    _ results: PartResults
  ) throws(ReframeError) -> JobPart {
    var own = job
    own.outputs = Array(job.outputs[outputs])
    own.imageCount = images.count
    own.seed = job.seed &+ UInt32(clamping: images.lowerBound)
    let (request, variation) = (own, job.imageCount > 1 ? images.lowerBound : nil)
    var part = JobPart(own, source: source) { [destination, overwrites, claims] in
      let receiver = FileReceiver(
        input: input, job: request, destination: destination, overwrites: overwrites, claims: claims,
        firstVariation: variation)
      results.latest.withLock { $0 = receiver }
      return receiver
    }
    part.context = try ResumeContext(
      input: input, job: own, destination: destination, overwrites: overwrites, firstVariation: variation
    ).json()
    part.choices = ([resolution ?? ""] + parameters.map { "\($0.name)=\($0.text)" }).joined(separator: "\n")
    part.onProgress = { [reporter] fraction, stage in reporter.progress(input, fraction, stage) }
    part.onLog = { [reporter] level, message in reporter.log(input, level, message) }
    return part
  }

  /// Answers whether every part of the input was done.
  func convert(_ input: String, cancellation: Cancellation) -> Bool {
    let start = ContinuousClock.now
    let steps: [Step]
    do throws(ReframeError) {
      steps = try self.steps(input)
      for step in steps { try checkPlaces(step, input) }
    } catch {
      if !cancellation.isRaised { reporter.fail(input, error) }
      return false
    }
    let results = WorkerThreads(count: min(steps.count, 8)).map(steps) { step in
      run(step, input, cancellation)
    }
    let files = results.flatMap { $0 ?? [] }
    if !files.isEmpty { reporter.done(input, files, after: ContinuousClock.now - start) }
    return results.allSatisfy { $0 != nil }
  }

  private func run(_ step: Step, _ input: String, _ cancellation: Cancellation) -> [FileReceiver.File]? {
    do throws(DispatchFailure) {
      let result = try router.run(
        step.part, step.candidates, step.route, payer: payer, job: router.newJob(), cancellation: cancellation
      ) { [reporter] event in reporter.event(input, event) }
      if let unsettled = result.unsettled { reporter.log(input, .error, unsettled.message) }
      let candidate = step.candidates.first { $0.model == result.model && $0.provider == result.provider }
      let files = step.results.latest.withLock { $0 }?.files ?? []
      for file in files where file.rendition.role == .result { remark(on: file, step, input) }
      let engine = EngineRecord(result, candidate, files: files)
      let made = files.count { $0.rendition.role == .result }
      let wanted = step.part.job.outputs.count * step.part.job.imageCount
      if made < wanted {
        let what = "\(result.provider) made \(made) of \(wanted) files"
        reporter.log(input, .error, "\(what); what it charged for all is in the ledger as \(result.attempt)")
      }
      return files.map { $0.made(by: engine) }
    } catch {
      if !cancellation.isRaised || error.unfinished != nil { reporter.fail(input, error.reported) }
      return nil
    }
  }
}

extension RoutedConversion {
  /// A model may have no word for the format; what it delivers is kept, and nobody shall be surprised by it.
  private func remark(on file: FileReceiver.File, _ step: Step, _ input: String) {
    let rendition = file.rendition
    guard step.part.job.outputs.indices.contains(rendition.output),
      let wanted = step.part.job.outputs[rendition.output].format, wanted.mediaType != rendition.mediaType
    else { return }
    let path = file.path ?? "standard output"
    reporter.log(
      input, .warning,
      "\(wanted.rawValue) was asked for; what came, and is in \(path), is \(rendition.mediaType)")
  }
}

/// The receiver of a part's latest attempt: after success, of the one that did it.
private final class PartResults: Sendable {
  let latest = Mutex<FileReceiver?>(nil)
}

extension DispatchFailure {
  /// The failure as one error that says what became of every engine.
  var reported: ReframeError {
    var failure = error
    var said: Set<String> = []
    // What the error says already is not said again as an engine's reason, nor the same of every try.
    let others = reasons.filter { reason in
      let own = reason.firstRange(of: ": failed: ").map { String(reason[$0.upperBound...]) } ?? reason
      return !error.message.contains(own) && said.insert(reason).inserted
    }
    if !others.isEmpty { failure.message += "; " + others.joined(separator: "; ") }
    return failure
  }
}
