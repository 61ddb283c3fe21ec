internal import Accounting
internal import Dispatching
internal import ReframeSDK

/// What came of comparing an invoice, for people and programs.
struct SpendReconciliationReport {
  private let answer: Reconciliation
  private let isDryRun: Bool

  init(_ answer: Reconciliation, isDryRun: Bool) {
    self.answer = answer
    self.isDryRun = isDryRun
  }

  /// What is not as it was booked, a line each, then how many of each kind.
  var text: String {
    var lines: [String] = []
    func section(_ title: String, _ rows: [[String]]) {
      guard !rows.isEmpty else { return }
      lines += ["\(title):"] + Columns.text(rows, indent: "  ") + [""]
    }
    section(
      isDryRun ? "Would be corrected" : "Corrected",
      answer.adjusted.map { match in
        [
          "line \(match.line)", match.attempt, match.model, Self.amount(match.booked),
          "-> \(Self.amount(match.charged))", match.wasPresumed ? "was unconfirmed" : "",
        ]
      })
    section(
      "Charged, but not settled here yet",
      answer.unfinished.map { ["line \($0.line)", $0.attempt, $0.model, Self.amount($0.charged)] })
    section(
      "Charged, but not in the ledger",
      answer.unknown.map { line in
        ["line \(line.line)", line.attempt ?? "ticket \(line.ticket ?? "")", Self.amount(line.amount)]
      })
    section(
      "In the ledger, but not on the invoice",
      answer.missing.map {
        [$0.attempt, $0.model, $0.ticket.map { "ticket \($0)" } ?? "", Self.amount($0.booked)]
      })
    lines.append(
      "\(answer.equal.count) equal, \(answer.adjusted.count) corrected, "
        + "\(answer.unfinished.count) unfinished, \(answer.unknown.count) unknown, "
        + "\(answer.missing.count) missing"
        + (isDryRun ? "; nothing was booked" : ""))
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  private static func amount(_ money: Money?) -> String {
    guard let money else { return "unknown" }
    return "\(money.number) \(money.unit)"
  }

  /// For a program.
  var record: Record { Record(answer, isDryRun: isDryRun) }

  struct Record: Encodable {
    let isDryRun: Bool
    let equal: [Match]
    let corrected: [Match]
    let unfinished: [Match]
    let unknown: [Unknown]
    let missing: [Missing]

    struct Match: Encodable {
      let line: Int
      let attempt: String
      let model: String
      /// Missing if it was not known.
      let booked: Money?
      let charged: Money
      let wasUnconfirmed: Bool
    }

    struct Unknown: Encodable {
      let line: Int
      let attempt: String?
      let ticket: String?
      let charged: Money
    }

    struct Missing: Encodable {
      let attempt: String
      let ticket: String?
      let model: String
      let booked: Money
    }

    init(_ answer: Reconciliation, isDryRun: Bool) {
      func matches(_ all: [Reconciliation.Match]) -> [Match] {
        all.map {
          Match(
            line: $0.line, attempt: $0.attempt, model: $0.model, booked: $0.booked, charged: $0.charged,
            wasUnconfirmed: $0.wasPresumed)
        }
      }
      self.isDryRun = isDryRun
      equal = matches(answer.equal)
      corrected = matches(answer.adjusted)
      unfinished = matches(answer.unfinished)
      unknown = answer.unknown.map {
        Unknown(line: $0.line, attempt: $0.attempt, ticket: $0.ticket, charged: $0.amount)
      }
      missing = answer.missing.map {
        Missing(attempt: $0.attempt, ticket: $0.ticket, model: $0.model, booked: $0.booked)
      }
    }
  }
}
