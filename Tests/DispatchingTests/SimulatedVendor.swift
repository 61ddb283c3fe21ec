import ReframeSDK
import TestSupport

@testable import Dispatching

/// All vendors of a simulation: what they were sent, what they charge, and how they answer, by chance.
struct SimulatedVendor {
  /// How a job goes once it was taken.
  enum Course { case finishes, failsFree, failsPaid, neverEnds }

  /// A job that a vendor took.
  struct Sale {
    let attempt: String
    let job: Int
    let course: Course
    var pollsLeft: Int
    var isCharged: Bool
  }

  /// By attempt, which is the ticket too.
  var sales: [String: Sale] = [:]
  /// Everything comes to an end.
  var isSettling = false

  private struct NoRunner: AttemptRunner {
    private let unused = ReframeError(.internalFault, "the simulation answers itself")
    func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer { throw unused }
    func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer { throw unused }
    func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) { throw unused }
  }

  static let engines: [Candidate] = [
    engine("a1", "a", 30_000, ProviderLimits(concurrent: 1, rate: .init(count: 2, milliseconds: 900))),
    engine("a2", "a", 5_000, ProviderLimits(concurrent: 1, rate: .init(count: 2, milliseconds: 900))),
    engine("b1", "b", 100_000, ProviderLimits(rate: .init(count: 1, milliseconds: 400))),
    engine("c1", "c", 40_000, ProviderLimits(concurrent: 2)),
    engine("free", "local", 0, ProviderLimits()),
  ]

  private static func engine(
    _ model: String, _ provider: String, _ price: Int64, _ limits: ProviderLimits
  )
    -> Candidate
  {
    let most = Money(micros: price, unit: "USD")
    let quote = Quote(lines: [], expected: most, maximum: most, rule: "r", version: "1")
    var candidate = Candidate(model: model, provider: provider, quote: quote, runner: NoRunner())
    candidate.comparedExpected = most
    candidate.comparedMaximum = most
    candidate.limits = limits
    candidate.isLocal = provider == "local"
    return candidate
  }

  /// One to four of the engines, in any order.
  static func candidates(_ random: inout SplitMix64) -> [Candidate] {
    let first = Int(random.next() % 5)
    let step = Int(random.next() % 4) + 1
    return (0...Int(random.next() % 4)).map { engines[(first + $0 * step) % 5] }
  }

  /// Takes the job or not. A charge counts from the moment at which the vendor has the job.
  mutating func submit(_ attempt: String, _ job: Int, _ candidate: Candidate, _ random: inout SplitMix64)
    -> (AttemptMachine.Event, Int64)
  {
    let roll = random.next() % 100
    let slow = Int64(random.next() % (roll % 7 == 0 ? 4000 : 300))
    func sell(_ course: Course) {
      sales[attempt] = Sale(
        attempt: attempt, job: job, course: course, pollsLeft: Int(roll % 4), isCharged: !candidate.isFree)
    }
    switch roll {
    case 0..<28:
      sell(.finishes)
      return (.answered(.finished(charge: roll % 2 == 0 ? nil : candidate.quote.maximum)), slow)
    case 28..<58:
      let course: Course =
        switch roll {
        case ..<46: .finishes
        case ..<51: .failsFree
        case ..<54: .failsPaid
        default: .neverEnds
        }
      sell(course)
      return (.answered(.ticket(attempt)), slow)
    case 58..<64:
      if random.next() % 2 == 0 { sell(.finishes) }
      return (.failed(ReframeError(.timeout, "no answer", isRetryable: true, accepted: .unknown)), slow)
    case 64..<66:
      sell(.failsPaid)
      return (.failed(ReframeError(.internalFault, "broken result", accepted: .yes)), slow)
    default: return (.failed(refusal(roll, &random)), slow)
    }
  }

  private func refusal(_ roll: UInt64, _ random: inout SplitMix64) -> ReframeError {
    switch roll {
    case 66..<76:
      let retryAfter = random.next() % 2 == 0 ? 0 : Int64(random.next() % 40_000)
      return ReframeError(.rateLimited, "429", isRetryable: true, retryAfterMilliseconds: retryAfter)
    case 76..<88: return ReframeError(.unavailable, "503", isRetryable: true)
    case 88..<91: return ReframeError(.unauthenticated, "401")
    case 91..<93: return ReframeError(.quota, "402")
    case 93..<96: return ReframeError(.contentPolicy, "no")
    default: return ReframeError(.invalidArgument, "400")
    }
  }

  mutating func poll(_ ticket: String, _ random: inout SplitMix64) -> (AttemptMachine.Event, Int64) {
    let slow = Int64(random.next() % 200)
    guard let sale = sales[ticket] else { return (.failed(ReframeError(.notFound, "404")), slow) }
    if !isSettling, random.next() % 8 == 0 {
      let accepted: ReframeError.Acceptance = [.no, .yes, .unknown][Int(random.next() % 3)]
      return (
        .failed(ReframeError(.unavailable, "503", isRetryable: true, accepted: accepted)), slow
      )
    }
    if !isSettling, random.next() % 30 == 0 {
      return (.failed(ReframeError(.unauthenticated, "401", accepted: .unknown)), slow)
    }
    if sale.pollsLeft > 0 {
      sales[ticket]?.pollsLeft -= 1
      return (.answered(.pending(retryAfterMilliseconds: random.next() % 2 == 0 ? 0 : 700)), slow)
    }
    switch sale.course {
    case .finishes: return (.answered(.finished(charge: nil)), slow)
    case .failsPaid: return (.failed(ReframeError(.contentPolicy, "refused", accepted: .yes)), slow)
    case .failsFree:
      sales[ticket]?.isCharged = false
      return (.failed(ReframeError(.internalFault, "failed", accepted: .no)), slow)
    case .neverEnds:
      guard isSettling || random.next() % 12 == 0 else {
        return (.answered(.pending(retryAfterMilliseconds: 5000)), slow)
      }
      return (.answered(.finished(charge: nil)), slow)
    }
  }

  mutating func cancel(_ ticket: String, _ random: inout SplitMix64) {
    guard let sale = sales[ticket], random.next() % 2 == 0 else { return }
    sales[ticket] = Sale(
      attempt: ticket, job: sale.job, course: .failsFree, pollsLeft: 0, isCharged: sale.isCharged)
  }
}
