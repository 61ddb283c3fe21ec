package import ReframeSDK
package import TestSupport
package import Synchronization

/// A vendor's service in miniature: keeps its contract, counts what it was paid, and fails on demand. One that knows
/// no vendor; each is a subclass.
///
/// It has no socket: whoever has one hands it requests, from any thread.
package class VendorDouble: @unchecked Sendable {
  /// The key that it takes.
  package static let key = "sk-double-5a1f"

  /// How it behaves; to be changed between requests.
  package struct Behaviour: Sendable {
    /// Where it can be reached from outside, for the addresses that it gives out, without a slash at the end.
    package var origin = "https://vendor.example"
    /// How often it says that a job is not done.
    package var pollsUntilDone = 1
    /// How jobs end that are created from now on.
    package var outcome = DoubleOutcome.success
    /// What results are.
    package var result = DoubleResult.right
    /// Whether an address is good only until the next is given out.
    package var addressesExpire = false
    /// The most jobs under way.
    package var concurrent: Int?
    /// How many more creates it takes in this window.
    package var creates: Int?
    /// What is left to spend, in millionths; `nil` for any amount.
    package var balance: Int64?
  }

  /// A job that was taken.
  package struct Job: Sendable {
    package var id: String
    package var outcome: DoubleOutcome
    package var price: Int64
    package var aspect: String
    package var isVideo = false
    package var isJPEG = false
    /// Whom the vendor is to tell of the end, and what it says there of itself.
    package var webhook: String?
    package var webhookSecret: String?
    package var count = 1
    package var request: JSONValue
    package var polls = 0
    package var isCancelled = false
    package var addressesGiven = 0
  }

  /// What the double knows.
  package struct State: Sendable {
    package var behaviour = Behaviour()
    package var jobs: [String: Job] = [:]
    package var created = 0
    package var faults: [DoubleCall: [DoubleFault]] = [:]
    package var requests: [LoopbackServer.Request] = []
    package var files: [String: [UInt8]] = [:]
    /// What was agreed of files before they are put: header fields, names in lower case, and the query.
    package var agreed: [String: (headers: [String: String], query: String, size: Int?)] = [:]
  }

  package let state = Mutex(State())

  package init() {}

  /// Changes how it behaves.
  package func change(_ body: (inout Behaviour) -> Void) {
    state.withLock { body(&$0.behaviour) }
  }

  /// Makes the next calls of a kind go wrong, one after the other.
  package func fail(_ call: DoubleCall, _ faults: DoubleFault...) {
    state.withLock { $0.faults[call, default: []] += faults }
  }

  /// Every request, in order.
  package var requests: [LoopbackServer.Request] { state.withLock { $0.requests } }
  /// How many jobs were bought.
  package var created: Int { state.withLock { $0.created } }
  /// What was bought, by id.
  package var jobs: [String: Job] { state.withLock { $0.jobs } }
  /// What it was paid so far, in millionths of its unit.
  package var paid: Int64 {
    state.withLock { state in
      state.jobs.values.reduce(0) { $0 + (isCharged($1) ? $1.price : 0) }
    }
  }

  /// Answers a request.
  package func respond(to request: LoopbackServer.Request) -> LoopbackServer.Reply {
    state.withLock { state in
      state.requests.append(request)
      guard let call = call(of: request) else { return notFound("Not found") }
      var fault: DoubleFault?
      if var queue = state.faults[call], !queue.isEmpty {
        fault = queue.removeFirst()
        state.faults[call] = queue
      }
      if let fault, let reply = refusal(fault) { return reply }
      let reply: LoopbackServer.Reply
      switch call {
      case .result: reply = serve(request, &state)
      case .upload: reply = store(request, &state)
      default:
        guard isAuthorised(request) else { return unauthorised() }
        var answered = answer(call, request, &state)
        answered.headers.merge(headers(request)) { own, _ in own }
        reply = answered
      }
      return fault.map { spoiled(reply, $0) } ?? reply
    }
  }

  // What follows is each vendor's own.

  /// Which call a request is; `nil` for an address that the vendor does not have.
  package func call(of request: LoopbackServer.Request) -> DoubleCall? { nil }
  /// Whether the key is right.
  package func isAuthorised(_ request: LoopbackServer.Request) -> Bool {
    request.headers["authorization"] == "Bearer \(Self.key)"
  }
  /// The answer to a wrong key.
  package func unauthorised() -> LoopbackServer.Reply { LoopbackServer.Reply(401) }
  /// The answer to an address or id that is not known.
  package func notFound(_ words: String) -> LoopbackServer.Reply { LoopbackServer.Reply(404) }
  /// The answer to too many calls.
  package func tooMany(_ headers: [String: String]) -> LoopbackServer.Reply {
    LoopbackServer.Reply(429, headers: headers)
  }
  /// The vendor's own error.
  package func trouble(_ status: Int) -> LoopbackServer.Reply { LoopbackServer.Reply(status) }
  /// Does what is asked.
  package func answer(_ call: DoubleCall, _ request: LoopbackServer.Request, _ state: inout State)
    -> LoopbackServer.Reply
  {
    LoopbackServer.Reply(404)
  }
  /// What a job's picture measures: the vendor's own size, an eighth of it a side; the ratio where none is published.
  package func size(of job: Job) -> PixelSize? {
    let terms = job.aspect.split(separator: ":").compactMap { Int($0) }
    return terms.count == 2 ? PixelSize(width: terms[0] * 8, height: terms[1] * 8) : nil
  }
  /// Header fields that every answer of the API has.
  package func headers(_ request: LoopbackServer.Request) -> [String: String] { [:] }
  /// Whether a job is charged for.
  package func isCharged(_ job: Job) -> Bool { job.outcome == .success && !job.isCancelled }
}
