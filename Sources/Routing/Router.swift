package import Catalogue
package import Dispatching
package import Hosting
package import Jobs
package import ReframeSDK
internal import Synchronization

/// Brings a wish to an engine: fits and prices it on every engine of a route and has the dispatcher do the rest.
package final class Router: Sendable {
  package let host: Host
  package let catalogue: ModelCatalogue
  private let dispatcher: Dispatcher
  private let turns = Mutex<[String: Turn]>([:])
  private let clock: any DispatchClock
  /// Median seconds of a model's latest runs.
  private let measured: @Sendable (String) -> Double?

  /// Makes a router. Without a book nothing that costs money is run.
  package init(
    _ host: Host, _ catalogue: ModelCatalogue, book: (any AttemptBook)?,
    clock: any DispatchClock = SystemClock(), measured: @escaping @Sendable (String) -> Double? = { _ in nil }
  ) {
    self.host = host
    self.catalogue = catalogue
    self.clock = clock
    self.measured = measured
    dispatcher = Dispatcher(book: book, clock: clock)
  }

  /// The engines of a route, each model at each of its providers. Throws `notFound` for a model that nobody knows.
  package func entries(_ route: RouteChoice) throws(ReframeError) -> [(
    choice: EngineChoice, entry: ModelCatalogue.Entry
  )] {
    guard !route.engines.isEmpty else {
      return catalogue.entries.map { (EngineChoice(model: $0.card.slug), $0) }
    }
    var entries: [(choice: EngineChoice, entry: ModelCatalogue.Entry)] = []
    for choice in route.engines { entries.append((choice, try catalogue.entry(choice.model))) }
    return entries
  }

  /// Every engine of the route, fitted to a part of a job and priced, or with the reasons why it cannot do it.
  package func candidates(_ wanted: Wanted, _ part: JobPart, _ route: RouteChoice) throws(ReframeError)
    -> [Candidate]
  {
    var candidates: [Candidate] = []
    for (choice, entry) in try entries(route) {
      for provider in entry.providers.isEmpty ? [nil] : entry.providers.map(Optional.some) {
        candidates.append(candidate(wanted, part, route, choice, entry, provider))
      }
    }
    return candidates
  }

  private func candidate(
    _ wanted: Wanted, _ part: JobPart, _ route: RouteChoice, _ choice: EngineChoice,
    _ entry: ModelCatalogue.Entry, _ provider: String?
  ) -> Candidate {
    var wanted = wanted
    wanted.defaults = choice.parameters
    let preparation =
      route.prepares ? wanted.job.source.flatMap { Preparation(of: $0, for: entry.card) } : nil
    if let preparation { wanted.job.source = preparation.description }
    let quoted = QuotedModel(wanted, on: entry, host: host)
    let isLocal = entry.card.provider == nil && entry.card.vendor == Self.localVendor
    let runner = EngineRunner(
      host, provider ?? "", quoted.job, part, preparation: preparation, isLocal: isLocal)
    let unknown = Quote(lines: [], expected: nil, maximum: nil, rule: "none", version: "none")
    var candidate = Candidate(
      model: entry.card.slug, provider: provider ?? "", quote: quoted.quote ?? unknown, runner: runner)
    candidate.isLocal = isLocal
    candidate.settings = (try? JSON.encode(quoted.job.parameters)) ?? ""
    candidate.exclusions = quoted.exclusions.map { "\($0.what): \($0.reason)" } + quoted.lacks
    if let provider {
      candidate.exclusions += host.obstacles(provider)
      let setup = host.providers.first { $0.id == provider }?.setup
      candidate.limits = ProviderLimits(setup, entry.card.limits)
    } else {
      candidate.exclusions.append("no provider installed")
    }
    candidate.comparedExpected = compared(candidate.quote.expected, entry)
    candidate.comparedMaximum = compared(candidate.quote.maximum, entry)
    candidate.seconds = measured(entry.card.slug) ?? entry.card.averageSeconds
    candidate.qualityTier = choice.qualityTier ?? entry.card.qualityTier
    candidate.notes = preparation?.notes ?? []
    if entry.card.provider != nil, wanted.job.source?.address == nil {
      candidate.notes.append("uploaded to \(entry.card.vendor)")
    }
    return candidate
  }

  /// Has one of the candidates do the part. Throws why none did.
  package func run(
    _ part: JobPart, _ candidates: [Candidate], _ route: RouteChoice, payer: Payer, job: String,
    cancellation: Cancellation, onEvent: @escaping @Sendable (DispatchEvent) -> Void
  ) throws(DispatchFailure) -> DispatchResult {
    var order = Order(job: job, candidates: candidates)
    order.policy = route.policy
    order.key = payer.key
    order.project = payer.project
    order.context = part.context
    order.deadline = clock.now + (route.deadlineMilliseconds ?? Self.usualDeadline(part.job))
    order.cancellation = cancellation
    order.onEvent = onEvent
    if let source = part.source, candidates.contains(where: { $0.exclusions.isEmpty && !$0.isFree }) {
      do throws(ReframeError) {
        order.fingerprint = try Fingerprint.of(part.job, source, choices: part.choices)
      } catch {
        throw DispatchFailure(error: error, reasons: [])
      }
    }
    // What is asked for twice at once, as by two copies of a picture, is bought one after the other: together, the
    // second would be taken for an attempt to buy the first again.
    guard !order.fingerprint.isEmpty else { return try dispatcher.run(order) }
    let name = order.fingerprint
    let turn = turns.withLock { turns in
      turns[name, default: Turn()].users += 1
      return turns[name, default: Turn()].lock
    }
    defer {
      turns.withLock { turns in
        turns[name]?.users -= 1
        if turns[name]?.users == 0 { turns[name] = nil }
      }
    }
    return try turn.mutex.withLock { _ throws(DispatchFailure) in
      order.deadline = clock.now + (route.deadlineMilliseconds ?? Self.usualDeadline(part.job))
      return try dispatcher.run(order)
    }
  }

  /// Where the purchases of one name wait for each other, and how many are there.
  private struct Turn: Sendable {
    let lock = TurnLock()
    var users = 0
  }

  private final class TurnLock: Sendable { let mutex = Mutex(()) }

  /// Takes up an attempt that was bought by an earlier process.
  package func resume(
    _ booked: BookedAttempt, _ part: JobPart, cancellation: Cancellation,
    onEvent: @escaping @Sendable (DispatchEvent) -> Void
  ) throws(DispatchFailure) -> DispatchResult {
    let runner = EngineRunner(
      host, booked.attempt.provider, part.job, part, preparation: nil, isLocal: false)
    return try dispatcher.resume(
      booked, runner: runner, cancellation: cancellation,
      deadline: clock.now + Self.usualDeadline(part.job), onEvent: onEvent)
  }

  /// What the route would try and what not, without holding or buying anything.
  package func route(_ candidates: [Candidate], _ route: RouteChoice) -> Route {
    RoutePlanner.route(candidates, under: route.policy)
  }

  /// The name of a new job.
  package func newJob() -> String { Identifier.make("job", at: clock.now) }

  /// An amount in the unit of comparison; `nil` if nobody says what its unit is worth.
  private func compared(_ amount: Money?, _ entry: ModelCatalogue.Entry) -> Money? {
    guard let amount else { return nil }
    let unit = ModelCatalogue.comparedUnit
    if amount.unit == unit { return amount }
    guard let rate = entry.rate, amount.unit == entry.rule?.unit, rate.amount.unit == unit else { return nil }
    return amount.converted(at: rate.amount)
  }

  /// A vendor that never answers is not waited for without end.
  private static func usualDeadline(_ job: ReframeJob) -> Int64 {
    job.source?.mediaType?.hasPrefix("video/") == true ? 3_600_000 : 900_000
  }

  private static let localVendor = "local"
}
