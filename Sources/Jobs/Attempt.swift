package import ReframeSDK

/// One try of one model at one job: what may be paid, to whom, and on whose account.
package struct Attempt: Codable, Equatable, Sendable {
  /// Unique name, `att_…`.
  package var id: String
  /// The job it belongs to, `job_…`.
  package var job: String
  /// Counts the job's attempts from 1.
  package var number: Int
  /// The same for the same source, wish and engines, so that an unfinished purchase is found again.
  package var fingerprint: String
  /// Slug of the model.
  package var model: String
  /// Id of the provider.
  package var provider: String
  /// Who pays; empty if nobody was named.
  package var key: String
  /// For which project; empty if none was named.
  package var project: String
  /// What it probably costs; `nil` if not known.
  package var expected: Money?
  /// What it costs at most; `nil` if not known.
  package var maximum: Money?
  /// `maximum` in the unit in which prices are compared, for budgets in another unit than the vendor's.
  package var comparedMaximum: Money?
  /// The price rule and its version.
  package var rule: String
  /// Version of the price book.
  package var ruleVersion: String
  /// What whoever takes the attempt up in another process has to know, JSON: request, source and destination.
  package var context: String

  /// Makes an attempt without a price.
  package init(id: String, job: String, number: Int, model: String, provider: String) {
    self.id = id
    self.job = job
    self.number = number
    self.model = model
    self.provider = provider
    fingerprint = ""
    key = ""
    project = ""
    rule = ""
    ruleVersion = ""
    context = ""
  }
}

/// How far an attempt got. Once captured or released it stays so.
package enum AttemptState: String, Codable, CaseIterable, Sendable {
  /// Money is held; nothing has been sent.
  case held
  /// The call is about to be made or under way: after a crash nobody knows whether it was bought.
  case sending
  /// The service took it; the ticket is stored.
  case accepted
  /// It was paid for.
  case captured
  /// It was not paid for.
  case released
}

/// An attempt as the book has it.
package struct BookedAttempt: Equatable, Sendable {
  /// What was held.
  package var attempt: Attempt
  /// How far it got.
  package var state: AttemptState
  /// The vendor's ticket, once accepted.
  package var ticket: String?

  package init(attempt: Attempt, state: AttemptState, ticket: String?) {
    self.attempt = attempt
    self.state = state
    self.ticket = ticket
  }
}
