package import Accounting
internal import Glibc
package import Hosting
package import Jobs
package import ReframeSDK
internal import Synchronization

/// The ledger, opened when money is first held, so that what is free leaves no file behind.
package final class LedgerBook: AttemptBook {
  /// Where it lies; `nil` if neither the settings nor a home folder say.
  package let path: String?
  private let budgets: [Budget]
  /// Whether a job may be bought although nobody knows whether an earlier purchase of it went through.
  private let buysAgain: Bool
  private let made = Mutex<Result<Ledger, ReframeError>?>(nil)

  /// A ledger with the budgets of the settings, at `ledger.path` or the user's usual place.
  package init(
    _ configuration: ReframeConfiguration, environment: [String: String], buysAgain: Bool = false
  ) {
    self.buysAgain = buysAgain
    path = configuration.ledgerPath.value ?? Ledger.standardPath(environment: environment)
    budgets = configuration.budgets.compactMap { Budget($0) }
  }

  /// Whether there is a ledger already.
  package var exists: Bool { path.map { access($0, F_OK) == 0 } ?? false }

  /// The ledger. Throws why it cannot be used.
  package func ledger() throws(ReframeError) -> Ledger {
    try made.withLock { made in
      if let made { return made }
      let result: Result<Ledger, ReframeError>
      do throws(ReframeError) {
        guard let path else {
          throw ReframeError(
            .invalidArgument,
            "there is nowhere to account for spending: HOME is not set; name a file with --ledger")
        }
        result = .success(try Ledger(path: path, budgets: budgets, buysAgain: buysAgain))
      } catch {
        result = .failure(error)
      }
      made = result
      return result
    }.get()
  }

  package func hold(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) {
    try opened().hold(attempt, at: now)
  }

  package func holdForSending(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) {
    try opened().holdForSending(attempt, at: now)
  }

  private func opened() throws(HoldRefusal) -> Ledger {
    do throws(ReframeError) { return try ledger() } catch { throw .failed(error) }
  }

  package func markSending(_ attempt: String, at now: Int64) throws(ReframeError) {
    try ledger().markSending(attempt, at: now)
  }

  package func accept(_ attempt: String, ticket: String, at now: Int64) throws(ReframeError) {
    try ledger().accept(attempt, ticket: ticket, at: now)
  }

  package func capture(_ attempt: String, _ amount: Money?, isPresumed: Bool, at now: Int64)
    throws(ReframeError)
  {
    try ledger().capture(attempt, amount, isPresumed: isPresumed, at: now)
  }

  package func release(_ attempt: String, reason: String, at now: Int64) throws(ReframeError) {
    try ledger().release(attempt, reason: reason, at: now)
  }
}
