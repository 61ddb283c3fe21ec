package import ReframeSDK

/// A provider that speaks one vendor's dialect over the host's HTTP.
package struct VendorProvider<Dialect: VendorDialect>: ReframeProvider {
  private let dialect: Dialect
  private let host: PluginHost

  /// Makes a provider.
  package init(_ dialect: Dialect, host: PluginHost) {
    self.dialect = dialect
    self.host = host
  }

  private var profile: VendorProfile { dialect.profile }

  private func line(_ job: JobContext) -> VendorLine { VendorLine(profile: profile, host: host, job: job) }

  private func order(_ request: ReframeJob, _ source: ReframeSource) throws(ReframeError) -> VendorOrder {
    let order = try VendorOrder(request, source: source, vendor: profile.name)
    try dialect.check(order)
    return order
  }

  /// None: the catalogue has the cards.
  package func models() throws(ReframeError) -> [ModelCard] { [] }

  /// What the vendor would be asked for.
  package func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError)
    -> ReframePlan
  {
    try order(request, source).plan()
  }

  /// Buys.
  package func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    let order = try order(request, source)
    try job.checkCancelled()
    let create: VendorRequest
    do throws(ReframeError) {
      create = try dialect.create(order, over: line(job))
    } catch {
      // Whatever went wrong before the call that buys, nothing was bought.
      var failure = error
      failure.accepted = .no
      throw failure
    }
    try job.checkCancelled()
    let answer = try line(job).send(create)
    let fault = VendorFault(profile, during: .create)
    guard answer.isSuccess else {
      throw fault.error(
        answer, dialect.complaint(in: answer), createdNothing: dialect.createdNothing(answer))
    }
    guard let json = answer.json, let id = dialect.identifier(in: json), VendorTicket.isUsable(id) else {
      throw withoutID(answer)
    }
    let ticket = VendorTicket(id: id, order: order, submittedAt: VendorTicket.now)
    do throws(ReframeError) {
      return .ticket(try JSON.encode(ticket))
    } catch {
      throw ReframeError(.internalFault, "the ticket '\(id)' cannot be written", accepted: .yes)
    }
  }

  /// Asks after what was bought.
  package func poll(_ ticket: String, output: RenditionOutput, job: JobContext) throws(ReframeError)
    -> PollAnswer
  {
    let ticket = try VendorTicket(ticket, vendor: profile.name)
    let answer = try afterPurchase { () throws(ReframeError) in try line(job).send(dialect.poll(ticket)) }
    guard answer.isSuccess else {
      throw VendorFault(profile, during: .poll).error(answer, dialect.complaint(in: answer))
    }
    guard answer.json != nil else {
      throw ReframeError(
        .unavailable,
        "\(profile.name) answered with \(answer.appearance) when asked after a job; ask again later",
        isRetryable: true, accepted: .yes)
    }
    let now = VendorTicket.now
    switch try dialect.standing(in: answer, of: ticket) {
    case .pending:
      let hint = RetryHint.milliseconds(answer.headers, now: now)
      return .pending(retryAfterMilliseconds: max(hint, dialect.shortestPause, ticket.pause(at: now)))
    case .failed(let error): throw error
    case .done(let result):
      try afterPurchase { () throws(ReframeError) in
        try VendorDelivery(vendor: profile.name, ticket: ticket, result: result).write(to: output)
      }
      return .finished
    }
  }

  /// Asks the vendor to drop a job.
  package func cancel(_ ticket: String, job: JobContext) throws(ReframeError) {
    let ticket = try VendorTicket(ticket, vendor: profile.name)
    let request = try dialect.cancel(ticket)
    let answer = try afterPurchase { () throws(ReframeError) in try line(job).send(request) }
    guard answer.isSuccess else {
      throw VendorFault(profile, during: .cancel).error(answer, dialect.complaint(in: answer))
    }
  }

  /// Nobody can ask after a job without its id, and nobody knows whether there is one.
  private func withoutID(_ answer: VendorAnswer) -> ReframeError {
    let complaint = dialect.complaint(in: answer)
    if dialect.createdNothing(answer) {
      return VendorFault(profile, during: .create).error(answer, complaint, createdNothing: true)
    }
    let what = answer.json == nil ? answer.appearance : "no id of a job"
    let words = complaint.words.isEmpty ? "" : " (\(VendorFault.line(complaint.words)))"
    return ReframeError(
      .unavailable,
      "\(profile.name) answered \(answer.status) with \(what)\(words), so that nobody knows whether it took the "
        + "job; look into your account there before you send it again",
      code: complaint.code, accepted: .unknown)
  }

  /// What goes wrong after the purchase does not undo it.
  private func afterPurchase<Result>(_ body: () throws(ReframeError) -> Result) throws(ReframeError) -> Result
  {
    do throws(ReframeError) {
      return try body()
    } catch {
      var failure = error
      failure.accepted = .yes
      if [.unavailable, .timeout, .rateLimited].contains(error.kind) { failure.isRetryable = true }
      throw failure
    }
  }
}
