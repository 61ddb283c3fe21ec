internal import Jobs
internal import ReframeSDK

/// An attempt as the file has it, without its context.
struct AttemptRecord {
  var number: Int64 = 0
  var attempt: Attempt
  var owner: Int64
  var heldAt: Int64
  var state: AttemptState
  var ticket: String?
  /// When the call was about to be made, as the clock said then.
  var sendingAt: Int64?
  /// What was captured; `nil` if nothing was, or nobody knows how much.
  var charged: Money?
  /// What invoices have added to it since, in its unit.
  var adjusted: Int64 = 0
  var isPresumed = false

  /// Whether money is held for it.
  var isOpen: Bool { state == .held || state == .sending || state == .accepted }

  /// What was paid as far as is known.
  var spent: Money? {
    charged.map { Money(micros: $0.micros + adjusted, unit: $0.unit) }
  }

  /// What others see.
  func booked(context: String) -> BookedAttempt {
    var attempt = attempt
    attempt.context = context
    return BookedAttempt(attempt: attempt, state: state, ticket: ticket)
  }

  /// What it takes of a budget in `unit`. Amounts in another unit go by what the maximum was compared at.
  func count(in unit: String) -> Count {
    let limit = [attempt.maximum, attempt.comparedMaximum].lazy.compactMap { $0 }.first { $0.unit == unit }
    guard !isOpen else { return Count(held: limit?.micros ?? 0) }
    guard let spent else { return Count(spent: state == .captured ? limit?.micros ?? 0 : 0) }
    if spent.unit == unit { return Count(spent: spent.micros) }
    guard let maximum = attempt.maximum, maximum.unit == spent.unit, maximum.micros > 0, let limit else {
      return Count(spent: spent.micros == 0 ? 0 : limit?.micros ?? 0)
    }
    let product = Int128(limit.micros) * Int128(spent.micros)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(maximum.micros))
    return Count(spent: Int64(clamping: quotient + (remainder > 0 ? 1 : 0)))
  }
}

extension AttemptRecord {
  /// The columns that `init(_:)` reads, in order.
  static let columns = """
    number, id, job, try, fingerprint, model, provider, payer, project, expected, expected_unit, maximum,
    maximum_unit, compared, compared_unit, rule, rule_version, owner, held_at, state, ticket, sending_at,
    charged, charged_unit, adjusted, is_presumed
    """

  init(_ row: Row) {
    var attempt = Attempt(
      id: row.text(1), job: row.text(2), number: Int(row.integer(3)), model: row.text(5),
      provider: row.text(6))
    attempt.fingerprint = row.text(4)
    attempt.key = row.text(7)
    attempt.project = row.text(8)
    attempt.expected = row.money(9)
    attempt.maximum = row.money(11)
    attempt.comparedMaximum = row.money(13)
    attempt.rule = row.text(15)
    attempt.ruleVersion = row.text(16)
    self.attempt = attempt
    number = row.integer(0)
    owner = row.integer(17)
    heldAt = row.integer(18)
    // The table lets no other word in.
    state = AttemptState(rawValue: row.text(19)) ?? .held
    ticket = row.optionalText(20)
    sendingAt = row.optionalInteger(21)
    charged = row.money(22)
    adjusted = row.integer(24)
    isPresumed = row.integer(25) != 0
  }
}

extension Row {
  /// An amount and, in the column after it, its unit.
  func money(_ column: Int32) -> Money? {
    optionalInteger(column).map { Money(micros: $0, unit: text(column + 1)) }
  }
}
