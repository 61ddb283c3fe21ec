internal import Jobs
internal import ReframeSDK

extension Store {
  /// Holds an attempt's maximum, perhaps for a call that is about to be made; answers why not.
  func hold(_ attempt: Attempt, isSending: Bool = false, at now: Int64) throws(ReframeError) -> HoldRefusal? {
    let time = advance(now)
    try Self.check(attempt)
    if let known = try record(attempt.id) {
      guard known.state == (isSending ? .sending : .held), try booked(known).attempt == attempt else {
        throw ReframeError(.invalidArgument, "attempt \(attempt.id) is booked already")
      }
      return nil
    }
    if let open = try unfinished(like: attempt.fingerprint) { return .unfinished(try booked(open)) }
    var record = AttemptRecord(
      attempt: attempt, owner: owner, heldAt: time, state: isSending ? .sending : .held)
    if isSending { record.sendingAt = now }
    var limits: [Int64: Int64] = [:]
    if let refusal = try refusal(attempt, time, &limits) { return refusal }
    try insert(record)
    record.number = connection.lastInsertion
    // Its context may be long and is nobody's in the steps to come.
    record.attempt.context = ""
    if let maximum = attempt.maximum, maximum.micros > 0 {
      try enter(record.number, .hold, [("available", negated(maximum)), ("held", maximum)], time)
    }
    try recount(nil, record, limits: limits)
    keep(record)
    return nil
  }

  /// The call is about to be made.
  func markSending(_ id: String, at now: Int64) throws(ReframeError) {
    _ = advance(now)
    var record = try known(id)
    if record.state == .sending { return }
    try expect(record, [.held], "be sent")
    record.state = .sending
    record.sendingAt = now
    try connection.run(
      "UPDATE attempts SET state = 'sending', sending_at = ? WHERE number = ?",
      [.integer(now), .integer(record.number)])
    keep(record)
  }

  /// The service took it.
  func accept(_ id: String, ticket: String, at now: Int64) throws(ReframeError) {
    _ = advance(now)
    var record = try known(id)
    if record.state == .accepted && record.ticket == ticket { return }
    try expect(record, [.sending], "be accepted")
    record.state = .accepted
    record.ticket = ticket
    try connection.run(
      "UPDATE attempts SET state = 'accepted', ticket = ? WHERE number = ?",
      [.text(ticket), .integer(record.number)])
    keep(record)
  }

  /// It was paid for.
  func capture(_ id: String, _ amount: Money?, isPresumed: Bool, at now: Int64) throws(ReframeError) {
    let record = try known(id)
    if let amount { try Self.check(amount, "what attempt \(id) cost") }
    let charge = amount ?? record.attempt.expected ?? record.attempt.maximum
    // Nobody knows what it cost, so it wants to be reconciled whatever the caller says.
    let isPresumed = isPresumed || charge == nil
    if record.state == .captured && record.charged == charge && record.isPresumed == isPresumed { return }
    try expect(record, [.sending, .accepted], "be captured")
    try settle(record, .captured, charge, isPresumed: isPresumed, reason: nil, at: now)
  }

  /// It was not paid for.
  func release(_ id: String, reason: String, at now: Int64) throws(ReframeError) {
    let record = try known(id)
    if record.state == .released { return }
    try expect(record, [.held, .sending, .accepted], "be released")
    try settle(record, .released, nil, isPresumed: false, reason: reason, at: now)
  }

  /// Takes what is held, books what was paid, and counts both.
  func settle(
    _ record: AttemptRecord, _ state: AttemptState, _ charge: Money?, isPresumed: Bool, reason: String?,
    at now: Int64
  ) throws(ReframeError) {
    let time = advance(now)
    var after = record
    after.state = state
    after.charged = charge
    after.isPresumed = isPresumed
    // Only what was measured by one clock that went forward says how long a model takes.
    let took = isPresumed || state == .released ? nil : record.sendingAt.map { now - $0 }
    try connection.run(
      """
      UPDATE attempts SET state = ?, settled_at = ?, milliseconds = ?, charged = ?, charged_unit = ?,
        is_presumed = ?, reason = ? WHERE number = ?
      """,
      [
        .text(state.rawValue), .integer(time), SQLValue(took.flatMap { $0 >= 0 ? $0 : nil }),
        SQLValue(charge?.micros), SQLValue(charge?.unit), .integer(isPresumed ? 1 : 0), SQLValue(reason),
        .integer(record.number),
      ])
    try enter(
      record.number, state == .captured ? .capture : .release,
      Self.settlement(held: record.attempt.maximum, charge: charge), time)
    try recount(record, after)
    keep(after)
  }

  private static func settlement(held: Money?, charge: Money?) -> [(account: String, amount: Money)] {
    var moves: [(account: String, amount: Money)] = []
    if let held { moves.append(("held", negated(held))) }
    if let charge { moves.append(("spent", charge)) }
    if let held, let charge, held.unit == charge.unit {
      moves.append(("available", Money(micros: held.micros - charge.micros, unit: held.unit)))
    } else {
      if let held { moves.append(("available", held)) }
      if let charge { moves.append(("available", negated(charge))) }
    }
    return moves
  }

  private func known(_ id: String) throws(ReframeError) -> AttemptRecord {
    guard let record = try record(id) else {
      throw ReframeError(.notFound, "the ledger '\(connection.path)' has no attempt \(id)")
    }
    return record
  }

  private func expect(_ record: AttemptRecord, _ states: [AttemptState], _ step: String) throws(ReframeError)
  {
    guard states.contains(record.state) else {
      throw ReframeError(
        .invalidArgument, "attempt \(record.attempt.id) is \(record.state.rawValue) and cannot \(step)")
    }
  }

  private func unfinished(like fingerprint: String) throws(ReframeError) -> AttemptRecord? {
    guard !fingerprint.isEmpty else { return nil }
    let open = try connection.rows(Self.byFingerprint, [.text(fingerprint)]) { AttemptRecord($0) }.first
    guard open == nil, !buysAgain else { return open }
    // In the same transaction as the hold: a moment ago it may have been unfinished.
    return try connection.rows(Self.unconfirmed, [.text(fingerprint)]) { AttemptRecord($0) }.first
  }

  private static let byFingerprint = """
    SELECT \(AttemptRecord.columns) FROM attempts
    WHERE fingerprint = ? AND fingerprint <> '' AND state IN ('held', 'sending', 'accepted')
    """

  private static let unconfirmed = """
    SELECT \(AttemptRecord.columns) FROM attempts
    WHERE fingerprint = ? AND is_presumed = 1 ORDER BY number DESC LIMIT 1
    """

  private func insert(_ record: AttemptRecord) throws(ReframeError) {
    let attempt = record.attempt
    try connection.run(
      """
      INSERT INTO attempts (id, job, try, fingerprint, model, provider, payer, project, expected,
        expected_unit, maximum, maximum_unit, compared, compared_unit, rule, rule_version, owner, held_at,
        state, sending_at, context)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(attempt.id), .text(attempt.job), .integer(Int64(attempt.number)), .text(attempt.fingerprint),
        .text(attempt.model), .text(attempt.provider), .text(attempt.key), .text(attempt.project),
        SQLValue(attempt.expected?.micros), SQLValue(attempt.expected?.unit),
        SQLValue(attempt.maximum?.micros), SQLValue(attempt.maximum?.unit),
        SQLValue(attempt.comparedMaximum?.micros), SQLValue(attempt.comparedMaximum?.unit),
        .text(attempt.rule), .text(attempt.ruleVersion), .integer(record.owner), .integer(record.heldAt),
        .text(record.state.rawValue), SQLValue(record.sendingAt), .text(attempt.context),
      ])
  }
}
