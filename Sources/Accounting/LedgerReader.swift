package import Jobs
package import ReframeSDK
internal import Synchronization

/// Reads a ledger without writing to it, beside those who do.
package final class LedgerReader: Sendable {
  private let connection: Mutex<Connection>

  /// Opens a ledger that exists.
  package init(path: String) throws(ReframeError) {
    let connection = try Connection(path: path, isReadOnly: true)
    guard try Schema.version(connection) == Schema.steps.count else {
      throw ReframeError(
        .invalidArgument,
        "'\(path)' is empty or from an older Reframe; run a job with it once to bring it up to date")
    }
    self.connection = Mutex(connection)
  }

  /// Runs queries that see one state of the file.
  func read<Value: Sendable>(_ body: (Connection) throws(ReframeError) -> Value) throws(ReframeError) -> Value
  {
    try connection.withLock { connection throws(ReframeError) in
      try connection.run("BEGIN")
      do throws(ReframeError) {
        let value = try body(connection)
        try connection.run("COMMIT")
        return value
      } catch {
        if connection.isInTransaction { try connection.run("ROLLBACK") }
        throw error
      }
    }
  }

  /// The median duration in seconds of the last 20 attempts of a model that were paid for, from the call to
  /// the result; `nil` if there are fewer than 3.
  package func medianSeconds(model: String) throws(ReframeError) -> Double? {
    let times = try read { connection throws(ReframeError) in
      try connection.rows(
        """
        SELECT milliseconds FROM attempts WHERE model = ? AND milliseconds IS NOT NULL
        ORDER BY settled_at DESC, number DESC LIMIT 20
        """, [.text(model)]
      ) { $0.integer(0) }
    }.sorted()
    guard times.count >= 3 else { return nil }
    let middle = times.count / 2
    let median =
      times.count.isMultiple(of: 2) ? Double(times[middle - 1] + times[middle]) / 2 : Double(times[middle])
    return median / 1000
  }

  /// What to tell people if the clock, which says `now`, is more than a minute behind the latest time in the
  /// ledger.
  package func clockWarning(at now: Int64) throws(ReframeError) -> String? {
    let mark = try read { connection throws(ReframeError) in try connection.integer("SELECT mark FROM clock")
    }
    return Self.clockWarning(clock: now, behind: mark - now)
  }

  /// The same for a clock that is known to be behind so many milliseconds.
  static func clockWarning(clock: Int64, behind: Int64) -> String? {
    guard behind > 60_000 else { return nil }
    return
      "this machine's clock says \(UTC.text(clock)), but the ledger has seen \(UTC.text(clock + behind)); "
      + "budgets go by the later time: set the clock"
  }

  /// An attempt by its name; `nil` if there is none.
  package func attempt(_ id: String) throws(ReframeError) -> BookedAttempt? {
    try booked("id = ?", [.text(id)]).first?.booked
  }

  /// Unfinished attempts of every process, oldest first.
  func open() throws(ReframeError) -> [(owner: Int64, booked: BookedAttempt)] {
    try booked("state IN ('held', 'sending', 'accepted')", [])
  }

  /// The latest presumed purchase with a fingerprint.
  func unconfirmed(_ fingerprint: String) throws(ReframeError) -> BookedAttempt? {
    guard !fingerprint.isEmpty else { return nil }
    return try booked("fingerprint = ? AND is_presumed = 1", [.text(fingerprint)]).last?.booked
  }

  private func booked(_ condition: String, _ values: [SQLValue]) throws(ReframeError)
    -> [(owner: Int64, booked: BookedAttempt)]
  {
    try read { connection throws(ReframeError) in
      try connection.rows(
        "SELECT \(AttemptRecord.columns), context FROM attempts WHERE \(condition) ORDER BY number", values
      ) { row in
        let record = AttemptRecord(row)
        return (record.owner, record.booked(context: row.text(26)))
      }
    }
  }
}
