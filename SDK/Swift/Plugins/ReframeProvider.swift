/// A local engine or a vendor's service that reframes pictures or videos.
///
/// Every error says in `accepted` whether the service took the job: falling back to another provider is free
/// only after `.no`. A conformer stops within 50 ms of `job` being cancelled.
public protocol ReframeProvider: Sendable {
  /// The models on offer. Pure.
  func models() throws(ReframeError) -> [ModelCard]

  /// What would be done, without buying or writing anything.
  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan

  /// Does the job, or hands it to a service and answers with a ticket.
  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission

  /// Asks after a ticket, perhaps from another process than the one that got it.
  func poll(_ ticket: String, output: RenditionOutput, job: JobContext) throws(ReframeError) -> PollAnswer

  /// Asks the service to drop what a ticket stands for.
  func cancel(_ ticket: String, job: JobContext) throws(ReframeError)
}

/// How a submission stands.
public enum Submission: Equatable, Sendable {
  /// Every rendition has been written.
  case finished
  /// The service works on it; the ticket is stored before anybody waits.
  case ticket(String)
}

/// How a ticket stands.
public enum PollAnswer: Equatable, Sendable {
  /// Every rendition has been written.
  case finished
  /// Ask again after so many milliseconds.
  case pending(retryAfterMilliseconds: Int64)
}

extension ReframeProvider {
  /// Engines that finish within `submit` give no tickets.
  public func poll(_ ticket: String, output: RenditionOutput, job: JobContext) throws(ReframeError)
    -> PollAnswer
  {
    throw ReframeError(.notFound, "this provider gives no tickets, so it does not know '\(ticket)'")
  }

  /// Engines that finish within `submit` give no tickets.
  public func cancel(_ ticket: String, job: JobContext) throws(ReframeError) {
    throw ReframeError(.notFound, "this provider gives no tickets, so it does not know '\(ticket)'")
  }
}
