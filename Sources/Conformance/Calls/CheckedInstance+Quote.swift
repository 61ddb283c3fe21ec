internal import CReframe
internal import ReframeSDK

extension CheckedInstance {
  /// Asks for a quote. The answer is its JSON.
  func quote(_ trial: Trial) -> TrialOutcome {
    let things = LentThings(trial.lending)
    let sink = LentSink(refusal: trial.refusal)
    let request = things.text(trial.text ?? Wishes(checked).job(trial))
    let card = things.text(trial.text ?? Wishes(checked).pricedCard(trial))
    let out = sink.lend(among: things)
    let table = table(as: rf_pricing.self)
    let (status, report) = run(things) { table.quote(table.instance, request, card, out, $0) }
    var outcome = TrialOutcome(status: status, report: report)
    outcome.answer = sink.bytes
    (outcome.refusals, outcome.lateCalls) = (sink.refusals, sink.lateWrites)
    if status == RF_OK && trial.refusal == nil {
      outcome.malformed = Self.fault(of: sink.text, as: Quote.self, "the quote")
    }
    things.end()
    return outcome
  }

  /// Why a text is not the JSON of a type, if it is not.
  static func fault<Value: Decodable>(of text: String, as type: Value.Type, _ what: String) -> String? {
    do throws(ReframeError) {
      _ = try JSON.decode(Value.self, from: text, what: what)
      return nil
    } catch {
      return error.message
    }
  }
}
