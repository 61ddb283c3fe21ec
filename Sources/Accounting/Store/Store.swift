internal import Jobs
internal import ReframeSDK

/// What books know while they are open for writing. Only `GroupCommit` lends it, inside a transaction.
///
/// A step that refuses does so before it writes anything; one that throws after it has written is undone with
/// everything that was to be committed with it, and the others are run again.
final class Store {
  let connection: Connection
  let budgets: [Budget]
  let lease: OwnerLease
  /// Whether an attempt is held although nobody knows whether the same was bought before.
  var buysAgain = true
  /// The number of this process among those that have written to the file.
  let owner: Int64
  /// Every scope of the file, as of `generation`.
  var scopes: [Scope] = []
  private var generation: Int64 = -1
  /// The latest time that anybody has booked, so that a clock that goes back opens no second window.
  private(set) var mark: Int64 = 0
  private var storedMark: Int64 = 0
  /// What this process has open, so that a step needs not read what the one before it wrote.
  private var open: [String: AttemptRecord] = [:]
  /// How far the last caller's clock was behind `mark`, and what it said.
  private(set) var lag: (behind: Int64, clock: Int64) = (0, 0)

  init(_ connection: Connection, budgets: [Budget], lease: OwnerLease) throws(ReframeError) {
    self.connection = connection
    self.budgets = budgets
    self.lease = lease
    try connection.script("BEGIN IMMEDIATE")
    do throws(ReframeError) {
      try connection.run("UPDATE clock SET owners = owners + 1")
      owner = try connection.integer("SELECT owners FROM clock")
      // Before anybody can see the number: an owner without a lock counts as dead.
      try lease.take(owner)
      try connection.script("COMMIT")
    } catch {
      if connection.isInTransaction { try connection.script("ROLLBACK") }
      throw error
    }
    try begin()
    try commit()
  }

  /// Opens a transaction that nobody else can write beside.
  func begin() throws(ReframeError) {
    try connection.run("BEGIN IMMEDIATE")
    let clock = try connection.rows("SELECT mark, generation FROM clock") { ($0.integer(0), $0.integer(1)) }
    guard let (mark, generation) = clock.first else {
      throw StoreFault.error(code: 11, text: "it has no clock", path: connection.path)
    }
    self.mark = mark
    storedMark = mark
    if generation != self.generation { self.generation = try register(generation) }
  }

  /// Makes everything since `begin` durable.
  func commit() throws(ReframeError) {
    if mark != storedMark { try connection.run("UPDATE clock SET mark = ?", [.integer(mark)]) }
    try connection.run("COMMIT")
  }

  /// Undoes everything since `begin`.
  func rollback() throws(ReframeError) {
    generation = -1
    open = [:]
    if connection.isInTransaction { try connection.run("ROLLBACK") }
  }

  /// The time that counts: the clock's, or the latest that anybody has booked if the clock is behind that.
  func advance(_ now: Int64) -> Int64 {
    lag = (max(0, mark - now), now)
    mark = max(mark, now)
    return mark
  }

  /// Keeps what a step wrote of an attempt, until it is settled.
  func keep(_ record: AttemptRecord) { open[record.attempt.id] = record.isOpen ? record : nil }

  /// An attempt by its name.
  func record(_ id: String) throws(ReframeError) -> AttemptRecord? {
    // Another process may have settled it meanwhile, as an invoice may.
    if let known = open[id] {
      let state = try connection.rows(
        "SELECT state FROM attempts WHERE number = ?", [.integer(known.number)]
      ) { $0.text(0) }
      if state == [known.state.rawValue] { return known }
      open[id] = nil
    }
    return try connection.rows(Self.byName, [.text(id)]) { AttemptRecord($0) }.first
  }

  // Made once, as every step asks.
  private static let byName = "SELECT \(AttemptRecord.columns) FROM attempts WHERE id = ?"

  /// An attempt as others see it.
  func booked(_ record: AttemptRecord) throws(ReframeError) -> BookedAttempt {
    let context = try connection.rows(
      "SELECT context FROM attempts WHERE number = ?", [.integer(record.number)]
    ) { $0.text(0) }
    return record.booked(context: context.first ?? "")
  }
}
