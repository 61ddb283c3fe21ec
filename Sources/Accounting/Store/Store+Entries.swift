internal import Jobs
internal import ReframeSDK

/// Why amounts moved.
enum EntryKind: String {
  /// From what is available to what is held.
  case hold
  /// From what is held to what is spent; what was held beyond that is available again.
  case capture
  /// From what is held to what is available.
  case release
  /// Between what is available and what is spent, after an invoice.
  case adjust
}

extension Store {
  /// Writes the rows of one movement, which sum to zero in every unit. Nothing is written of what did not
  /// move.
  func enter(
    _ attempt: Int64, _ kind: EntryKind, part: Int64 = 0, _ moves: [(account: String, amount: Money)],
    _ time: Int64
  ) throws(ReframeError) {
    let moves = moves.filter { $0.amount.micros != 0 }
    guard !moves.isEmpty else { return }
    var values: [SQLValue] = []
    for move in moves {
      values += [
        .integer(attempt), .text(kind.rawValue), .integer(part), .text(move.account),
        .text(move.amount.unit), .integer(move.amount.micros), .integer(time),
      ]
    }
    try connection.run(Self.insertions[min(moves.count, Self.insertions.count) - 1], values)
  }

  /// For one row, two, and so on, as a movement has at most four.
  private static let insertions = (1...4).map { count in
    "INSERT INTO entries (attempt, kind, part, account, unit, amount, at) VALUES "
      + [String](repeating: "(?, ?, ?, ?, ?, ?, ?)", count: count).joined(separator: ", ")
  }

  /// Throws for an attempt that cannot be booked.
  static func check(_ attempt: Attempt) throws(ReframeError) {
    guard !attempt.id.isEmpty else { throw ReframeError(.invalidArgument, "an attempt has no id") }
    if let expected = attempt.expected { try check(expected, "the expected price of attempt \(attempt.id)") }
    if let maximum = attempt.maximum { try check(maximum, "the maximum price of attempt \(attempt.id)") }
    if let compared = attempt.comparedMaximum {
      try check(compared, "the compared price of attempt \(attempt.id)")
    }
  }

  /// Throws for an amount that cannot be booked.
  static func check(_ amount: Money, _ what: String) throws(ReframeError) {
    guard amount.micros >= 0 else {
      throw ReframeError(.invalidArgument, "\(what) is negative (\(amount.plain))")
    }
    guard amount.micros <= largest else {
      throw ReframeError(.invalidArgument, "\(what) is more than can be booked (\(amount.plain))")
    }
    guard !amount.unit.isEmpty else { throw ReframeError(.invalidArgument, "\(what) has no unit") }
  }

  /// A billion of a unit, so that thousands of the largest amounts can be added.
  private static var largest: Int64 { 1_000_000_000_000_000 }
}

/// The same amount in the other direction.
func negated(_ money: Money) -> Money { Money(micros: -money.micros, unit: money.unit) }
