import Dispatching
import ReframeSDK

/// A vendor that outlives the process: what it was paid for is in a file, and how a job goes on is in its ticket.
struct TrialVendor: AttemptRunner {
  let fate: Fate
  /// Lines such as `paid job_1 att_…` and `refunded job_1 att_…`.
  let till: AppendedLines
  let job: String

  func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
    fate.mayKill()
    let roll = fate.roll(100)
    switch roll {
    case 0..<5: throw fault(ReframeError(.rateLimited, "429", isRetryable: true))
    case 5..<10: throw fault(ReframeError(.unavailable, "503", isRetryable: true))
    case 10..<12: throw fault(ReframeError(.contentPolicy, "refused"))
    case 12..<14:
      if roll == 12 { pay(call) }
      throw fault(ReframeError(.timeout, "no answer", isRetryable: true, accepted: .unknown))
    default: break
    }
    pay(call)
    fate.mayKill()
    if roll < 55 { return .finished(charge: nil) }
    let course = roll < 90 ? "done" : roll < 95 ? "free" : "paid"
    return .ticket("\(course):\(call.attempt)")
  }

  func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
    fate.mayKill()
    switch fate.roll(10) {
    case 0..<3: return .pending(retryAfterMilliseconds: 1)
    case 3: throw fault(ReframeError(.unavailable, "503", isRetryable: true, accepted: .unknown))
    default: break
    }
    switch ticket.prefix(4) {
    case "done": return .finished(charge: nil)
    case "free":
      till.add("refunded \(job) \(ticket.dropFirst(5))")
      throw fault(ReframeError(.internalFault, "failed, free of charge"))
    default: throw fault(ReframeError(.internalFault, "failed, but charged for", accepted: .yes))
    }
  }

  func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) {}

  private func pay(_ call: AttemptCall) { till.add("paid \(job) \(call.attempt)") }

  private func fault(_ error: ReframeError) -> ReframeError {
    fate.note(error.kind.label)
    return error
  }
}
