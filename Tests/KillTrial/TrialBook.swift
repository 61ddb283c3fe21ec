import Accounting
import Jobs
import ReframeSDK

/// The real ledger, with death before and after every step.
struct TrialBook: AttemptBook {
  let ledger: Ledger
  let fate: Fate

  func hold(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) {
    fate.mayKill()
    try ledger.hold(attempt, at: now)
    fate.mayKill()
  }

  func markSending(_ attempt: String, at now: Int64) throws(ReframeError) {
    try ledger.markSending(attempt, at: now)
    fate.mayKill()
  }

  func accept(_ attempt: String, ticket: String, at now: Int64) throws(ReframeError) {
    fate.mayKill()
    try ledger.accept(attempt, ticket: ticket, at: now)
    fate.mayKill()
  }

  func capture(_ attempt: String, _ amount: Money?, isPresumed: Bool, at now: Int64) throws(ReframeError) {
    fate.mayKill()
    try ledger.capture(attempt, amount, isPresumed: isPresumed, at: now)
    fate.mayKill()
  }

  func release(_ attempt: String, reason: String, at now: Int64) throws(ReframeError) {
    fate.mayKill()
    try ledger.release(attempt, reason: reason, at: now)
    fate.mayKill()
  }
}
