internal import Glibc
package import Jobs
package import ReframeSDK
internal import Synchronization

/// Where every amount is held, captured and released: double entry in one file, which processes share.
///
/// An amount moves between the accounts `available`, `held` and `spent` in rows that sum to zero and never
/// change. Every call blocks until it is durable, so it stays off Swift's cooperative pool; calls of many
/// threads share their commits. `recover` settles what processes that have died left behind.
package final class Ledger: AttemptBook {
  /// Where the file lies.
  package let path: String
  /// What only reads, beside the writers.
  package let reader: LedgerReader
  let lease: OwnerLease
  let owner: Int64
  let group: GroupCommit
  private let lag = Mutex<(behind: Int64, clock: Int64)>((0, 0))

  /// Opens the file, made with its folder if it is not there, readable by nobody else.
  ///
  /// Throws for budgets that cannot be kept, and for a file that cannot be used, which is left as it is.
  /// `pageLimit` bounds its size in pages of 4 KiB. Unless it `buysAgain`, what may have been bought already, as
  /// nobody has confirmed it, is refused like what is unfinished.
  package init(path: String, budgets: [Budget] = [], buysAgain: Bool = true, pageLimit: Int64? = nil)
    throws(ReframeError)
  {
    try Budget.check(budgets)
    try LedgerFile.make(path)
    let connection = try Connection(path: path, isReadOnly: false)
    try Schema.prepare(connection)
    if let pageLimit { _ = try connection.integer("PRAGMA max_page_count = \(pageLimit)") }
    lease = try OwnerLease(ledger: path)
    let store = try Store(connection, budgets: budgets, lease: lease)
    store.buysAgain = buysAgain
    owner = store.owner
    group = GroupCommit(store)
    reader = try LedgerReader(path: path)
    self.path = path
  }

  package func hold(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) {
    let refusal: HoldRefusal?
    do throws(ReframeError) {
      refusal = try step { store throws(ReframeError) in try store.hold(attempt, at: now) }
    } catch {
      throw .failed(error)
    }
    if let refusal { throw refusal }
  }

  package func holdForSending(_ attempt: Attempt, at now: Int64) throws(HoldRefusal) {
    let refusal: HoldRefusal?
    do throws(ReframeError) {
      refusal = try step { store throws(ReframeError) in try store.hold(attempt, isSending: true, at: now) }
    } catch {
      throw .failed(error)
    }
    if let refusal { throw refusal }
  }

  package func markSending(_ attempt: String, at now: Int64) throws(ReframeError) {
    try step { store throws(ReframeError) in try store.markSending(attempt, at: now) }
  }

  package func accept(_ attempt: String, ticket: String, at now: Int64) throws(ReframeError) {
    try step { store throws(ReframeError) in try store.accept(attempt, ticket: ticket, at: now) }
  }

  package func capture(_ attempt: String, _ amount: Money?, isPresumed: Bool, at now: Int64)
    throws(ReframeError)
  {
    try step { store throws(ReframeError) in
      try store.capture(attempt, amount, isPresumed: isPresumed, at: now)
    }
  }

  package func release(_ attempt: String, reason: String, at now: Int64) throws(ReframeError) {
    try step { store throws(ReframeError) in try store.release(attempt, reason: reason, at: now) }
  }

  /// What to tell people if this machine's clock is more than a minute behind the latest time in the ledger:
  /// budgets open again only once it has caught up. `nil` if it is not.
  package var clockWarning: String? {
    let lag = lag.withLock { $0 }
    return LedgerReader.clockWarning(clock: lag.clock, behind: lag.behind)
  }

  /// Runs a step and keeps how far the clock was behind in it.
  func step<Value: Sendable>(
    _ body: @escaping @Sendable (Store) throws(ReframeError) -> Value
  ) throws(ReframeError) -> Value {
    let (value, lag) = try group.perform { store throws(ReframeError) in (try body(store), store.lag) }
    self.lag.withLock { $0 = lag }
    return value
  }
}
