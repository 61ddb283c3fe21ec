package import ReframeSDK

/// What the dispatcher may choose: one model at one provider, fitted to one job and priced.
package struct Candidate: Sendable {
  /// Slug of the model.
  package var model: String
  /// Id of the provider.
  package var provider: String
  /// What the model is told beyond the job, as text: one model with two settings is two candidates.
  package var settings = ""
  /// Whether it runs on this machine.
  package var isLocal = false
  /// What it costs; amounts are `nil` if the price is not known.
  package var quote: Quote
  /// `quote.expected` in the unit in which prices are compared; `nil` if there is no rate.
  package var comparedExpected: Money?
  /// `quote.maximum` in the same unit.
  package var comparedMaximum: Money?
  /// Usual duration in seconds, measured if there are measurements; `nil` if not known.
  package var seconds: Double?
  /// The larger the better; `nil` if nobody says.
  package var qualityTier: Int?
  /// Why it cannot do the job; empty if it can.
  package var exclusions: [String] = []
  /// Remarks for people, such as what is done to the source before.
  package var notes: [String] = []
  /// What its vendor bears.
  package var limits = ProviderLimits()
  /// Does the job. Not used if there are exclusions.
  package var runner: any AttemptRunner

  package init(model: String, provider: String, quote: Quote, runner: any AttemptRunner) {
    self.model = model
    self.provider = provider
    self.quote = quote
    self.runner = runner
  }
}

/// How much a provider bears; more waits in a queue.
package struct ProviderLimits: Equatable, Sendable {
  /// Jobs under way at a time, from `submit` until they end; `nil` for any number.
  package var concurrent: Int?
  /// Submissions in a sliding window; `nil` for any number.
  package var rate: Rate?
  /// Models of the provider with the same name here share the limits; `nil` for those without one.
  package var pool: String?

  /// So many in so long.
  package struct Rate: Equatable, Sendable {
    package var count: Int
    package var milliseconds: Int64

    package init(count: Int, milliseconds: Int64) {
      self.count = count
      self.milliseconds = milliseconds
    }
  }

  package init(concurrent: Int? = nil, rate: Rate? = nil) {
    self.concurrent = concurrent
    self.rate = rate
  }
}

/// Does attempts at one job on one engine. Calls block, on threads of the caller's.
///
/// Errors say in `accepted` whether the service took the job: `no` also for one that ended and is not charged for.
package protocol AttemptRunner: Sendable {
  /// Does the job or gets a ticket for it.
  func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer
  /// Asks after a ticket.
  func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer
  /// Asks the service to drop it.
  func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError)
}

/// How an attempt stands.
package enum AttemptAnswer: Equatable, Sendable {
  /// Every result has been received. `charge` is what the vendor says that it took; `nil` if it says nothing.
  case finished(charge: Money?)
  /// The service has it; the ticket must be stored before anybody waits. Only from `submit`.
  case ticket(String)
  /// Ask again in so many milliseconds; 0 leaves it to the dispatcher. Only from `poll`.
  case pending(retryAfterMilliseconds: Int64)
}

/// What a runner is told of the attempt that it serves.
package struct AttemptCall: Sendable {
  /// The attempt's id, which serves as idempotency key: the same for every try of one purchase.
  package var attempt: String
  /// Milliseconds since 1970 after which the result is of no use; `nil` for never.
  package var deadline: Int64?
  /// Raised when the job is no longer wanted.
  package var cancellation: Cancellation

  package init(attempt: String, deadline: Int64?, cancellation: Cancellation) {
    self.attempt = attempt
    self.deadline = deadline
    self.cancellation = cancellation
  }
}
