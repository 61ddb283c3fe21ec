internal import Descriptions
import ReframeSDK
internal import VendorWire

/// Runs the models of one vendor as its description says: the settings of the instance are the description.
struct DeclarativeProvider: ReframeProvider {
  let vendor: VendorDescription
  let host: PluginHost

  /// Reads the description. Throws the first fault, with its place.
  init(_ environment: PluginEnvironment) throws(ReframeError) {
    vendor = try VendorDescription(environment.configuration)
    host = environment.host
  }

  /// None: cards stand in the catalogue.
  func models() throws(ReframeError) -> [ModelCard] { [] }

  private func values(_ request: ReframeJob, _ source: ReframeSource, _ job: JobContext) throws(ReframeError)
    -> JobValues
  {
    let order = try VendorOrder(request, source: source, vendor: vendor.name)
    return try JobValues(order, vendor: vendor, idempotencyKey: job.idempotencyKey)
  }

  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan
  {
    try values(request, source, job).order.plan()
  }

  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    var values = try values(request, source, job)
    let calls = VendorCalls(vendor: vendor, host: host, job: job)
    try job.checkCancelled()
    try values.bringSource(calls)
    try job.checkCancelled()
    let answer = try calls.run(
      vendor.create, at: .create, placeholders: ["model": request.model],
      body: try values.body(of: vendor.create))
    guard let id = answer.json.flatMap(vendor.idLookup.text), VendorTicket.isUsable(id) else {
      let what = answer.json == nil ? answer.appearance : "no id of a job"
      throw ReframeError(
        .unavailable,
        "\(vendor.name) answered \(answer.status) with \(what), so that nobody knows whether it took the "
          + "job; look into your account there before you send it again", accepted: .unknown)
    }
    return .ticket(try JSON.encode(VendorTicket(id: id, order: values.order, submittedAt: VendorTicket.now)))
  }

  func poll(_ ticket: String, output: RenditionOutput, job: JobContext) throws(ReframeError) -> PollAnswer {
    let ticket = try VendorTicket(ticket, vendor: vendor.name)
    let calls = VendorCalls(vendor: vendor, host: host, job: job)
    let answer = try calls.run(vendor.poll, at: .poll, placeholders: ["id": ticket.id], body: [])
    guard let json = answer.json else {
      throw ReframeError(
        .unavailable,
        "\(vendor.name) answered with \(answer.appearance) when asked after a job; ask again later",
        isRetryable: true, accepted: .yes)
    }
    let word = vendor.answer.status.text(in: json) ?? ""
    if vendor.answer.succeeded.contains(word) {
      try deliver(ticket, answer, json, output)
      return .finished
    }
    if (vendor.answer.failed + vendor.answer.cancelled).contains(word) {
      throw calls.failure(of: answer, word: word)
    }
    let now = VendorTicket.now
    let hint = RetryHint.milliseconds(answer.headers, now: now)
    return .pending(retryAfterMilliseconds: max(hint, vendor.pollInterval ?? ticket.pause(at: now)))
  }

  /// What goes wrong with the results does not undo the purchase.
  private func deliver(
    _ ticket: VendorTicket, _ answer: VendorAnswer, _ json: JSONValue, _ output: RenditionOutput
  ) throws(ReframeError) {
    let result = VendorResult(
      addresses: vendor.answer.output.values(in: json).flatMap(\.addresses),
      charge: vendor.answer.charge.flatMap(answer.charge))
    do throws(ReframeError) {
      try VendorDelivery(vendor: vendor.name, ticket: ticket, result: result).write(to: output)
    } catch {
      var failure = error
      failure.accepted = .yes
      if [.unavailable, .timeout, .rateLimited].contains(error.kind) { failure.isRetryable = true }
      throw failure
    }
  }

  func cancel(_ ticket: String, job: JobContext) throws(ReframeError) {
    let ticket = try VendorTicket(ticket, vendor: vendor.name)
    guard let cancel = vendor.cancel else {
      throw ReframeError(
        .unsupported, "\(vendor.name) drops no jobs: '\(ticket.id)' goes on and may be charged for",
        accepted: .yes)
    }
    let calls = VendorCalls(vendor: vendor, host: host, job: job)
    _ = try calls.run(cancel, at: .cancel, placeholders: ["id": ticket.id], body: [])
  }
}
