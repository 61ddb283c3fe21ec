import ReframeSDK
internal import Descriptions

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

  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan
  {
    try JobValues(request, source: source, vendor: vendor, job: job).check()
    return try CloudPlan.make(request)
  }

  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    var values = try JobValues(request, source: source, vendor: vendor, job: job)
    try values.check()
    let calls = VendorCalls(vendor: vendor, host: host, job: job)
    try values.bringSource(calls)
    try job.checkCancelled()
    let answer = try calls.run(
      vendor.create, at: .create, placeholders: ["model": request.model],
      body: try values.body(of: vendor.create))
    guard let id = vendor.idLookup.text(in: answer.json), CloudTicket.isUsable(id) else {
      throw ReframeError(
        .unavailable,
        "\(vendor.name) answered the job's request with \(answer.summary) and no id, so nobody knows whether it was "
          + "taken; look at the vendor's list of jobs before trying again", accepted: .unknown)
    }
    return .ticket(try JSON.encode(CloudTicket(id: id, request: request)))
  }

  func poll(_ ticket: String, output: RenditionOutput, job: JobContext) throws(ReframeError) -> PollAnswer {
    let ticket = try CloudTicket(text: ticket)
    let calls = VendorCalls(vendor: vendor, host: host, job: job)
    let answer = try calls.run(vendor.poll, at: .poll, placeholders: ["id": ticket.id], body: [])
    guard answer.isJSON else {
      throw ReframeError(
        .unavailable,
        "\(vendor.name) answered with \(answer.summary) when asked after the job '\(ticket.id)'",
        isRetryable: true, accepted: .yes)
    }
    let word = vendor.answer.status.text(in: answer.json) ?? ""
    if vendor.answer.succeeded.contains(word) {
      try finish(ticket, answer, output)
      return .finished
    }
    if (vendor.answer.failed + vendor.answer.cancelled).contains(word) {
      throw calls.failure(of: answer, word: word)
    }
    let pause = vendor.pollInterval ?? ticket.pause
    return .pending(retryAfterMilliseconds: max(answer.retryAfterMilliseconds ?? 0, pause))
  }

  func cancel(_ ticket: String, job: JobContext) throws(ReframeError) {
    let ticket = try CloudTicket(text: ticket)
    guard let cancel = vendor.cancel else {
      throw ReframeError(
        .unsupported, "\(vendor.name) drops no jobs: '\(ticket.id)' goes on and may be charged for",
        accepted: .yes)
    }
    let calls = VendorCalls(vendor: vendor, host: host, job: job)
    _ = try calls.run(cancel, at: .cancel, placeholders: ["id": ticket.id], body: [])
  }

  /// Hands the results over; the first carries the charge.
  private func finish(_ ticket: CloudTicket, _ answer: VendorAnswer, _ output: RenditionOutput)
    throws(ReframeError)
  {
    let addresses = vendor.answer.output.values(in: answer.json).flatMap(CloudResult.all)
    guard !addresses.isEmpty else {
      throw ReframeError(
        .unavailable, "\(vendor.name) says that the job '\(ticket.id)' is done, and names no result",
        accepted: .yes)
    }
    for (variation, result) in addresses.prefix(ticket.count).enumerated() {
      var rendition = Rendition(output: 0, mediaType: ticket.mediaType, size: ticket.size)
      rendition.variation = variation
      rendition.charge = variation == 0 ? vendor.answer.charge.flatMap(answer.charge) : nil
      switch result {
      case .address(let url):
        rendition.url = url
        try output.write(rendition) { _ throws(ReframeError) in }
      case .file(let mediaType, let bytes):
        rendition.mediaType = mediaType
        try output.write(rendition) { (take) throws(ReframeError) in
          try bytes.withUnsafeBufferPointer { (bytes) throws(ReframeError) in
            try take(UnsafeRawBufferPointer(bytes))
          }
        }
      case .unreadable(let text):
        throw ReframeError(
          .unavailable, "\(vendor.name) names a result that is no address: '\(text)'", accepted: .yes)
      }
    }
  }
}
