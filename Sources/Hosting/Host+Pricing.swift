internal import CReframe
internal import Loading
package import ReframeSDK

extension Host {
  /// The model cards of a provider, as it tells them itself.
  package func models(of provider: String) throws(ReframeError) -> [ModelCard] {
    let instance = try self.provider(provider)
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in instance.call { $0.models($0.instance, sink, error) } }
    }
    return try JSON.decode([ModelCard].self, from: text, what: "the models of '\(provider)'")
  }

  /// What a job costs on the model of a card whose `pricing` is a `PricingRule`, by the calculator that the rule
  /// names. What crosses is checked: amounts that are negative, of another unit, or expected above the
  /// maximum are a fault of the calculator.
  package func quote(_ job: ReframeJob, card: ModelCard) throws(ReframeError) -> Quote {
    guard let id = card.pricing["calculator"]?.string else {
      throw ReframeError(.invalidArgument, "the card of '\(card.slug)' names no pricing calculator")
    }
    let calculator = try calculator(id)
    let request = try JSON.encode(job)
    let card = try JSON.encode(card)
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in
        calculator.call { table in
          request.withText { request in
            card.withText { table.quote(table.instance, request, $0, sink, error) }
          }
        }
      }
    }
    let quote = try JSON.decode(Quote.self, from: text, what: "the quote of '\(id)'")
    guard quote.isSound else {
      throw ReframeError(.internalFault, "the calculator '\(id)' gave amounts that cannot be")
    }
    return quote
  }

  /// The upright size of a picture, as the preferred provider reads it; nothing is decoded.
  package func size(of source: SourceFile) throws(ReframeError) -> PixelSize {
    let provider = try provider(nil)
    guard let square = AspectRatio(width: 1, height: 1) else {
      throw ReframeError(.internalFault, "1:1 is not a ratio")
    }
    var job = ReframeJob(model: "local/reframe", outputs: [OutputRequest(aspect: square)])
    // A subject that is given needs no detector, so no pixel.
    job.subject = UnitRect(x: 0.5, y: 0.5, width: 0, height: 0)
    let request = try JSON.encode(job)
    let run = JobRun(id: "size")
    let text = try Sink.collect { (sink) throws(ReframeError) in
      try RawCall.run { error in
        provider.call { table in
          run.withJob { job in
            request.withText { request in
              source.withSource { table.plan(table.instance, job, request, $0, sink, error) }
            }
          }
        }
      }
    }
    return try JSON.decode(ReframePlan.self, from: text, what: "the plan").source
  }
}

extension Quote {
  /// Whether both amounts are there or neither, in one unit, and 0 <= expected <= maximum.
  fileprivate var isSound: Bool {
    guard let expected, let maximum else { return self.expected == nil && self.maximum == nil }
    return expected.unit == maximum.unit && expected.micros >= 0 && expected.micros <= maximum.micros
      && lines.allSatisfy { $0.quantity >= 0 && $0.amount.micros >= 0 && $0.amount.unit == expected.unit }
  }
}
