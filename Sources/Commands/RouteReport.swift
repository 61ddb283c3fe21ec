internal import Dispatching
internal import ReframeSDK

/// What `--dry-run` tells of one part of an input: whom it would go to, at which price, and who was left out.
struct RouteReport: Encodable {
  struct Engine: Encodable {
    let model: String
    let provider: String
    let reason: String
    let quote: Quote
    let comparison: Money?
    let seconds: Double?
    let preparation: [String]
  }

  struct Dropped: Encodable {
    let model: String
    let provider: String
    let reasons: [String]
  }

  let input: String
  let outputs: [String]
  let route: [Engine]
  let dropped: [Dropped]

  init(_ route: Route, input: String, job: ReframeJob) {
    self.input = input
    outputs = job.outputs.map { output in
      "\(output.aspect)\(output.size.map { " at \($0)" } ?? "")\(job.imageCount > 1 ? " x\(job.imageCount)" : "")"
    }
    self.route = route.steps.map { step in
      let candidate = step.candidate
      return Engine(
        model: candidate.model, provider: candidate.provider, reason: step.reason, quote: candidate.quote,
        comparison: candidate.quote.expected?.unit == candidate.comparedExpected?.unit
          ? nil : candidate.comparedExpected,
        seconds: candidate.seconds, preparation: candidate.notes)
    }
    dropped = route.dropped.map { Dropped(model: $0.model, provider: $0.provider, reasons: $0.reasons) }
  }

  /// For people.
  var text: String {
    var lines = ["\(input): \(outputs.joined(separator: ", "))"]
    if !route.isEmpty {
      let rows = route.map { engine in
        let time = engine.seconds.map { "\(PriceText.number($0)) s" } ?? "unknown"
        let compared = engine.comparison.map { " (~ \(PriceText.amount($0)))" } ?? ""
        return [
          "  \(engine.model)", engine.provider, PriceText.amount(engine.quote.expected) + compared,
          PriceText.amount(engine.quote.maximum), time, engine.reason,
        ]
      }
      lines += Columns.text([["  MODEL", "PROVIDER", "EXPECTED", "AT MOST", "TIME", "WHY HERE"]] + rows)
      lines += route.flatMap { engine in engine.preparation.map { "  \(engine.model): \($0)" } }
    }
    for engine in dropped {
      lines.append("  left out: \(engine.model): \(engine.reasons.joined(separator: "; "))")
    }
    if route.isEmpty { lines.append("  nothing can do it") }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }
}
