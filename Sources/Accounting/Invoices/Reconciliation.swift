package import ReframeSDK

/// What an invoice says beside what the ledger has.
package struct Reconciliation: Equatable, Sendable {
  /// A charge and the attempt that it is for.
  package struct Match: Equatable, Sendable {
    package var line: Int
    package var attempt: String
    package var model: String
    /// What the ledger had; `nil` if it did not know.
    package var booked: Money?
    package var charged: Money
    /// Whether nobody had confirmed what the ledger had.
    package var wasPresumed: Bool
  }

  /// A paid attempt that the invoice does not list.
  package struct Missing: Equatable, Sendable {
    package var attempt: String
    package var ticket: String?
    package var model: String
    package var booked: Money
  }

  /// Charged what the ledger had.
  package var equal: [Match] = []
  /// Charged something else: the difference is booked, or would be.
  package var adjusted: [Match] = []
  /// Charged, but not settled here yet: left as they are.
  package var unfinished: [Match] = []
  /// Charged for something that the ledger does not have.
  package var unknown: [Invoice.Line] = []
  /// Paid for at the provider in the invoice's time, but not on it.
  package var missing: [Missing] = []

  package init() {}

  /// Whether vendor and ledger agree on everything that cannot be booked.
  package var isComplete: Bool { unfinished.isEmpty && unknown.isEmpty && missing.isEmpty }
}

/// How an invoice is compared.
package struct ReconciliationOptions: Equatable, Sendable {
  /// Whose invoice it is; without it nothing is reported as missing.
  package var provider: String?
  /// The time that the invoice covers, milliseconds since 1970, the end not included; `nil` for the whole
  /// days from the first to the last attempt that it lists.
  package var since: Int64?
  package var until: Int64?
  /// Whether nothing is to be booked.
  package var isDryRun = false

  package init() {}
}
