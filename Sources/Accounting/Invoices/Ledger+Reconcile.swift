internal import Jobs
package import ReframeSDK

extension Ledger {
  /// Compares an invoice with the ledger and books the differences, all or none. The same invoice again
  /// changes nothing.
  package func reconcile(_ invoice: Invoice, _ options: ReconciliationOptions, at now: Int64)
    throws(ReframeError)
    -> Reconciliation
  {
    try step { store throws(ReframeError) in try store.reconcile(invoice, options, at: now) }
  }
}

extension Store {
  fileprivate func reconcile(_ invoice: Invoice, _ options: ReconciliationOptions, at now: Int64)
    throws(ReframeError)
    -> Reconciliation
  {
    let time = advance(now)
    var answer = Reconciliation()
    var matched: [Int64: (line: Int, record: AttemptRecord)] = [:]
    var charges: [(record: AttemptRecord, charged: Money)] = []
    // Everything is judged before anything is written.
    for line in invoice.lines {
      guard let record = try record(of: line, options.provider) else {
        answer.unknown.append(line)
        continue
      }
      if let other = matched.updateValue((line.line, record), forKey: record.number) {
        throw fault(
          line, "attempt \(record.attempt.id) is charged twice, first in line \(other.line); remove one")
      }
      let booked =
        record.spent ?? (record.state == .released ? Money(micros: 0, unit: line.amount.unit) : nil)
      let match = Reconciliation.Match(
        line: line.line, attempt: record.attempt.id, model: record.attempt.model, booked: booked,
        charged: line.amount, wasPresumed: record.isPresumed)
      guard !record.isOpen else {
        answer.unfinished.append(match)
        continue
      }
      if let booked, booked.unit != line.amount.unit {
        throw fault(
          line,
          "attempt \(record.attempt.id) is booked in \(booked.unit), not in \(line.amount.unit); "
            + "give the amount in \(booked.unit)")
      }
      if booked == line.amount { answer.equal.append(match) } else { answer.adjusted.append(match) }
      if booked != line.amount || record.isPresumed { charges.append((record, line.amount)) }
    }
    answer.missing = try missing(matched.values.map(\.record), options)
    if !options.isDryRun {
      for charge in charges { try adjust(charge.record, to: charge.charged, time) }
    }
    return answer
  }

  private func record(of line: Invoice.Line, _ provider: String?) throws(ReframeError) -> AttemptRecord? {
    let found: AttemptRecord?
    if let id = line.attempt {
      found = try record(id)
      if let ticket = line.ticket, let known = found?.vendorID, known != ticket, found?.ticket != ticket {
        throw fault(line, "attempt \(id) has the ticket \(known), not \(ticket)")
      }
    } else {
      var all = try records("ticket = ?1 AND ticket IS NOT NULL", line.ticket, provider)
      // Most plugins write more than the vendor's id into a ticket, but an invoice knows nothing else.
      if all.isEmpty {
        let similar = try records("instr(ticket, ?1) > 0", line.ticket, provider)
        all = similar.filter { $0.vendorID == line.ticket }
      }
      guard all.count < 2 else {
        throw fault(
          line, "\(all.count) attempts have the ticket \(line.ticket ?? ""); give --provider or the attempt")
      }
      found = all.first
    }
    if let found, let provider, found.attempt.provider != provider {
      throw fault(
        line, "attempt \(found.attempt.id) was made at \(found.attempt.provider), not at \(provider)")
    }
    return found
  }

  private func records(_ condition: String, _ ticket: String?, _ provider: String?) throws(ReframeError)
    -> [AttemptRecord]
  {
    try connection.rows(
      """
      SELECT \(AttemptRecord.columns) FROM attempts
      WHERE \(condition) AND (?2 IS NULL OR provider = ?2)
      """, [SQLValue(ticket), SQLValue(provider)]
    ) { AttemptRecord($0) }
  }

  private func missing(_ matched: [AttemptRecord], _ options: ReconciliationOptions) throws(ReframeError)
    -> [Reconciliation.Missing]
  {
    let times = matched.map(\.heldAt)
    let first = options.since ?? times.min().map { BudgetWindow.day.opens($0) }
    let end = options.until ?? times.max().map { BudgetWindow.day.opens($0) + UTC.millisecondsADay }
    guard let provider = options.provider, let first, let end else { return [] }
    let listed = Set(matched.map(\.number))
    return try connection.rows(
      """
      SELECT \(AttemptRecord.columns) FROM attempts
      WHERE provider = ? AND held_at >= ? AND held_at < ? AND charged + adjusted > 0 ORDER BY number
      """, [.text(provider), .integer(first), .integer(end)]
    ) { AttemptRecord($0) }.compactMap { record in
      guard !listed.contains(record.number), let spent = record.spent else { return nil }
      return Reconciliation.Missing(
        attempt: record.attempt.id, ticket: record.vendorID, model: record.attempt.model, booked: spent)
    }
  }

  /// Books the difference to what was charged, and that it is confirmed.
  private func adjust(_ record: AttemptRecord, to charged: Money, _ time: Int64) throws(ReframeError) {
    var after = record
    after.isPresumed = false
    let before = record.spent ?? Money(micros: 0, unit: charged.unit)
    let difference = Money(micros: charged.micros - before.micros, unit: charged.unit)
    after.charged = record.charged ?? Money(micros: 0, unit: charged.unit)
    after.adjusted += difference.micros
    try connection.run(
      "UPDATE attempts SET charged = ?, charged_unit = ?, adjusted = ?, is_presumed = 0 WHERE number = ?",
      [
        SQLValue(after.charged?.micros), SQLValue(charged.unit), .integer(after.adjusted),
        .integer(record.number),
      ])
    let part = try connection.integer(
      "SELECT coalesce(max(part), 0) + 1 FROM entries WHERE attempt = ? AND kind = 'adjust'",
      [.integer(record.number)])
    try enter(
      record.number, .adjust, part: part, [("spent", difference), ("available", negated(difference))], time)
    try recount(record, after)
  }

  private func fault(_ line: Invoice.Line, _ what: String) -> ReframeError {
    ReframeError(.invalidArgument, "line \(line.line): \(what)")
  }
}

extension AttemptRecord {
  /// What the vendor calls the job: the `id` in a ticket that is an object, else the whole ticket.
  fileprivate var vendorID: String? {
    struct Named: Decodable { let id: String }
    guard let ticket else { return nil }
    return (try? JSON.decode(Named.self, from: ticket, what: "ticket"))?.id ?? ticket
  }
}
