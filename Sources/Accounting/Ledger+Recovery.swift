package import Jobs
package import ReframeSDK

/// What became of the attempts that dead processes left unfinished.
package struct Recovery: Equatable, Sendable {
  /// Held, never sent: nothing was bought, the money is free again.
  package var released: [BookedAttempt] = []
  /// Perhaps bought: captured at their maximum until an invoice says what was charged.
  package var presumed: [BookedAttempt] = []
  /// Taken by a service, with a ticket: `claim` and poll them.
  package var waiting: [BookedAttempt] = []

  package init() {}
}

extension Ledger {
  /// Attempts that processes left unfinished that are no longer alive.
  package func unfinished() throws(ReframeError) -> [BookedAttempt] {
    try reader.open().filter { isAbandoned($0.owner) }.map { $0.booked }
  }

  /// Settles what dead processes left behind, and answers it. Live ones, in this process or another, keep
  /// theirs.
  package func recover(at now: Int64) throws(ReframeError) -> Recovery {
    try step { [owner] store throws(ReframeError) in
      _ = store.advance(now)
      var recovery = Recovery()
      for record in try store.open() where record.owner != owner && !store.lease.isTaken(record.owner) {
        let booked = try store.booked(record)
        switch record.state {
        case .held:
          try store.settle(
            record, .released, nil, isPresumed: false, reason: "the process ended before it was sent", at: now
          )
          recovery.released.append(booked)
        case .sending:
          try store.settle(
            record, .captured, record.attempt.maximum ?? record.attempt.expected, isPresumed: true,
            reason: "the process ended while it was being sent", at: now)
          recovery.presumed.append(booked)
        case .accepted:
          recovery.waiting.append(booked)
        case .captured, .released:
          continue
        }
      }
      return recovery
    }
  }

  /// Takes over an unfinished attempt of a dead process, so that nobody else polls it; `false` if somebody
  /// else has it or it is settled.
  package func claim(_ attempt: String) throws(ReframeError) -> Bool {
    try group.perform { [owner] store throws(ReframeError) in
      guard let record = try store.record(attempt), record.isOpen else { return false }
      if record.owner == owner { return true }
      guard !store.lease.isTaken(record.owner) else { return false }
      try store.connection.run(
        "UPDATE attempts SET owner = ? WHERE number = ?", [.integer(owner), .integer(record.number)])
      return true
    }
  }

  /// A settled purchase of which nobody knows whether it was made, for the same fingerprint: ask before
  /// buying again.
  package func unconfirmed(_ fingerprint: String) throws(ReframeError) -> BookedAttempt? {
    try reader.unconfirmed(fingerprint)
  }

  private func isAbandoned(_ owner: Int64) -> Bool { owner != self.owner && !lease.isTaken(owner) }
}

extension Store {
  /// Every unfinished attempt, oldest first.
  fileprivate func open() throws(ReframeError) -> [AttemptRecord] {
    try connection.rows(
      """
      SELECT \(AttemptRecord.columns) FROM attempts
      WHERE state IN ('held', 'sending', 'accepted') ORDER BY number
      """
    ) { AttemptRecord($0) }
  }
}
