package import Jobs
internal import ReframeSDK

/// Everything that an order goes through, as a value: told what came of its last action, it says the next one.
///
/// admit → hold → submit → (accept → wait → poll …) → capture or release → the next engine, or the end.
/// It buys again only what certainly was not sold; see `AttemptMachine+Failures`.
package struct AttemptMachine: Sendable {
  /// Where it stands: which action it waits for.
  enum Phase: Sendable {
    case ready, admitting, holding, submitting
    case writing(BookWrite, then: Next, failures: Int)
    case rewriting(BookWrite, then: Next, failures: Int)
    case backingOff
    case waiting, polling, cancelling, lastPoll
    case ended
  }

  /// What follows when a step is in the book.
  enum Next: Sendable {
    case wait(Int64)
    case retry(after: Int64)
    case nextEngine
    case finish(Ending)
  }

  /// The attempt under way.
  struct Current: Sendable {
    var attempt: Attempt
    /// Whether money is held for it; free engines never touch the book.
    let isBooked: Bool
    var ticket: String?
    var polls = 0
    var pollFaults = 0
    /// What was wrong when it was asked after last; `nil` if nothing was.
    var pollTrouble: String?
  }

  /// The most milliseconds that are waited for one engine while another one is left, and while none is.
  static let patience = (withOthers: Int64(30_000), alone: Int64(600_000))

  let order: Facts
  let candidates: [Candidate]
  let hasBook: Bool
  var phase = Phase.ready
  var index = -1
  var current: Current?
  var tries = 0
  var enginesTried = 0
  var attempts = 0
  var isOnlyPolling = false
  var startedAt: Int64?
  var lastError: ReframeError?
  var reasons: [String]
  var barred: [String: String] = [:]
  var jitter: Jitter
  var turn = Turn(events: [], leaving: nil, action: .admit(patience: 0))

  /// What of an order concerns its attempts.
  struct Facts: Sendable {
    var job: String
    var fingerprint = ""
    var key = ""
    var project = ""
    var context = ""
    var deadline: Int64?
    var engineLimit: Int?
    var triesPerEngine = 1
  }

  /// A machine for an order whose route is known. Without a book only free engines are used. The seed decides how
  /// waits before retries are spread.
  package init(_ order: Order, _ route: Route, hasBook: Bool, seed: UInt64) {
    self.order = Facts(
      job: order.job, fingerprint: order.fingerprint, key: order.key, project: order.project,
      context: order.context, deadline: order.deadline, engineLimit: order.policy.engineLimit,
      triesPerEngine: max(1, order.policy.triesPerEngine))
    self.hasBook = hasBook
    candidates = route.steps.map(\.candidate)
    reasons = route.dropped.map(\.line)
    jitter = Jitter(seed: seed)
  }

  /// A machine that takes up an accepted attempt of an earlier process: it polls, and never buys.
  package init(
    resuming attempt: Attempt, ticket: String, _ candidate: Candidate, deadline: Int64?, seed: UInt64
  ) {
    order = Facts(job: attempt.job, deadline: deadline)
    hasBook = true
    candidates = [candidate]
    reasons = []
    jitter = Jitter(seed: seed)
    index = 0
    attempts = attempt.number
    isOnlyPolling = true
    current = Current(attempt: attempt, isBooked: true, ticket: ticket)
  }

  /// Whether the last action is the one question that is asked after the job was cancelled or its time was over.
  package var isLookingOnceMore: Bool {
    if case .lastPoll = phase { return true }
    return false
  }

  /// The engine that the last action concerns; `nil` before the first and if there is none.
  package var candidate: Candidate? { candidates.indices.contains(index) ? candidates[index] : nil }

  /// The first action.
  package mutating func start(_ moment: Moment) -> Turn {
    startedAt = moment.now
    return next { machine in
      machine.isOnlyPolling ? machine.poll(as: .polling) : machine.nextEngine(moment)
    }
  }

  /// What follows from what came of the last action.
  package mutating func handle(_ event: Event, _ moment: Moment) -> Turn {
    next { $0.react(to: event, moment) }
  }

  private mutating func next(_ body: (inout Self) -> Action) -> Turn {
    (turn.events, turn.leaving) = ([], nil)
    let action = body(&self)
    if case .finish = action { phase = .ended }
    turn.action = action
    return turn
  }

  private mutating func react(to event: Event, _ moment: Moment) -> Action {
    switch (phase, event) {
    case (.admitting, .admitted(let attempt)): return admitted(attempt, moment)
    case (.admitting, .refused(let reason)): return refused(reason, moment)
    case (.holding, .held): return submit(moment)
    case (.holding, .holdRefused(let refusal)): return holdRefused(refusal, moment)
    case (.writing(_, let next, _), .written): return go(next, moment)
    case (.writing(let write, let next, let failures), .writeFailed(let error)):
      return writeFailed(write, next, failures + 1, error, moment)
    case (.rewriting(let write, let next, let failures), .waited):
      phase = .writing(write, then: next, failures: failures)
      return .write(write)
    case (.backingOff, .waited): return admit(moment)
    case (.submitting, .answered(let answer)): return submitted(answer, moment)
    case (.submitting, .failed(let error)): return submitFailed(error, moment)
    case (.waiting, .waited): return waited(moment)
    case (.polling, .answered(let answer)), (.lastPoll, .answered(let answer)): return polled(answer, moment)
    case (.polling, .failed(let error)), (.lastPoll, .failed(let error)): return pollFailed(error, moment)
    case (.cancelling, .waited): return poll(as: .lastPoll)
    default: return unexpected(event)
    }
  }

  /// A caller that tells what was not asked ends the order; nothing is bought after that.
  private func unexpected(_ event: Event) -> Action {
    let error = ReframeError(
      .internalFault, "The dispatcher was told \(event) while \(phase)",
      accepted: current == nil ? .no : .unknown)
    return .finish(.failed(DispatchFailure(error: error, reasons: reasons, unfinished: openAttempt)))
  }
}
