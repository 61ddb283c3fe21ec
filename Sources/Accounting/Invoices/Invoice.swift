package import ReframeSDK

/// What a vendor says that it charged, line by line.
package struct Invoice: Equatable, Sendable {
  /// One charge.
  package struct Line: Equatable, Sendable {
    /// Where it stands in the file, counted from 1.
    package var line: Int
    /// The attempt's id, if the vendor keeps it.
    package var attempt: String?
    /// The vendor's own name of the job.
    package var ticket: String?
    package var amount: Money
  }

  package var lines: [Line]

  /// Reads comma-separated values whose first record names the columns: `attempt` or `ticket` or both,
  /// `amount`, and `unit` unless every amount is in `unit`. Other columns are ignored. Errors name the line.
  package init(csv bytes: [UInt8], unit: String? = nil) throws(ReframeError) {
    var records = try CSV.records(bytes)[...]
    guard let header = records.popFirst() else {
      throw ReframeError(.invalidArgument, "the invoice is empty")
    }
    let columns = try Columns(header, hasUnit: unit != nil)
    lines = []
    var seen: [String: Int] = [:]
    for record in records {
      guard record.fields.count == header.fields.count else {
        throw Self.fault(record, "has \(record.fields.count) fields instead of \(header.fields.count)")
      }
      let line = try columns.line(record, unit: unit)
      for name in [line.attempt.map { "attempt \($0)" }, line.ticket.map { "ticket \($0)" }].compactMap({ $0 }
      ) {
        if let first = seen.updateValue(record.line, forKey: name) {
          throw Self.fault(record, "\(name) is charged twice, first in line \(first); remove one")
        }
      }
      lines.append(line)
    }
  }

  fileprivate static func fault(_ record: CSV.Record, _ what: String) -> ReframeError {
    ReframeError(.invalidArgument, "line \(record.line): \(what)")
  }
}

/// Where the columns are.
private struct Columns {
  let attempt: Int?
  let ticket: Int?
  let amount: Int
  let unit: Int?

  init(_ header: CSV.Record, hasUnit: Bool) throws(ReframeError) {
    let names = header.fields.map { $0.trimmed.lowercased() }
    for name in ["attempt", "ticket", "amount", "unit"] where names.filter({ $0 == name }).count > 1 {
      throw Invoice.fault(header, "the column '\(name)' is there twice")
    }
    attempt = names.firstIndex(of: "attempt")
    ticket = names.firstIndex(of: "ticket")
    unit = names.firstIndex(of: "unit")
    guard attempt != nil || ticket != nil else {
      throw Invoice.fault(
        header, "no column is called 'attempt' or 'ticket'; the first line names the columns")
    }
    guard let amount = names.firstIndex(of: "amount") else {
      throw Invoice.fault(header, "no column is called 'amount'; the first line names the columns")
    }
    self.amount = amount
    guard unit != nil || hasUnit else {
      throw Invoice.fault(header, "no column is called 'unit'; add one or give --unit, as in --unit USD")
    }
  }

  func line(_ record: CSV.Record, unit given: String?) throws(ReframeError) -> Invoice.Line {
    func text(_ column: Int?) -> String? {
      column.map { record.fields[$0].trimmed }.flatMap { $0.isEmpty ? nil : $0 }
    }
    guard text(attempt) != nil || text(ticket) != nil else {
      throw Invoice.fault(record, "names neither an attempt nor a ticket")
    }
    guard let unit = text(unit) ?? given, !unit.isEmpty else {
      throw Invoice.fault(record, "has no unit; add it or give --unit, as in --unit USD")
    }
    let money: Money
    do throws(ReframeError) {
      money = try Money(decimal: text(amount) ?? "", unit: unit)
      try Store.check(money, "the amount")
    } catch {
      throw Invoice.fault(record, error.message)
    }
    return Invoice.Line(line: record.line, attempt: text(attempt), ticket: text(ticket), amount: money)
  }
}

extension String {
  /// Without spaces at its ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
