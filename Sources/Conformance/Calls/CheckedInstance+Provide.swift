internal import CReframe
internal import Loading
internal import ReframeSDK

extension CheckedInstance {
  /// Takes a provider from its models by a plan to the end of a job. The answer is the models. It stops at the
  /// first call that fails; where a ticket comes back it asks after it once, and has it cancelled.
  func provide(_ trial: Trial) -> TrialOutcome {
    let things = LentThings(trial.lending)
    let table = table(as: rf_provider.self)
    let cards = LentSink(refusal: trial.refusal)
    let (status, report) = run(things) { table.models(table.instance, cards.lend(among: things), $0) }
    var outcome = TrialOutcome(status: status, report: report)
    outcome.steps = [("models", status, report)]
    outcome.answer = cards.bytes
    (outcome.refusals, outcome.lateCalls) = (cards.refusals, cards.lateWrites)
    guard status == RF_OK, trial.refusal == nil else {
      things.end()
      return outcome
    }
    guard let models = try? JSON.decode([ModelCard].self, from: cards.text, what: "models") else {
      outcome.malformed = Self.fault(of: cards.text, as: [ModelCard].self, "the model cards")
      things.end()
      return outcome
    }
    let job = LentJob(trial.job, among: things)
    let call = ProviderCall(
      table: table, job: job,
      request: things.text(trial.text ?? Wishes(checked).job(trial, model: models.first?.slug)),
      source: source(trial, among: things))
    plan(call, trial, things, &outcome)
    if outcome.isFine && outcome.malformed == nil { submit(call, trial, things, &outcome) }
    outcome.record = job.record
    job.end(among: things)
    things.end()
    return outcome
  }

  private struct ProviderCall {
    let table: rf_provider
    let job: LentJob
    let request: rf_text
    let source: UnsafePointer<rf_source>
  }

  private func source(_ trial: Trial, among things: LentThings) -> UnsafePointer<rf_source> {
    var form = trial.form
    (form.padding, form.sample, form.layout) = (0, UInt32(RF_SAMPLE_U8), nil)
    var source = rf_source()
    source.data = things.bytes(PNGFile(LentPicture(form)).bytes)
    source.media_type = things.text(Wishes(checked).sourceType)
    if let address = Wishes(checked).sourceAddress { source.url = things.text(address) }
    return UnsafePointer(
      things.value(source, named: .source, lastMember: MemoryLayout<rf_source>.offset(of: \.media_type)))
  }

  private func plan(_ call: ProviderCall, _ trial: Trial, _ things: LentThings, _ outcome: inout TrialOutcome)
  {
    let plan = LentSink()
    note("plan", things, &outcome) {
      call.table.plan(
        call.table.instance, call.job.pointer, call.request, call.source, plan.lend(among: things), $0)
    }
    guard outcome.status == RF_OK else { return }
    outcome.malformed = Self.fault(of: plan.text, as: ReframePlan.self, "the plan")
  }

  private func submit(
    _ call: ProviderCall, _ trial: Trial, _ things: LentThings, _ outcome: inout TrialOutcome
  ) {
    let (output, ticket) = (LentOutput(), LentSink())
    let (lentOutput, lentTicket) = (output.lend(among: things), ticket.lend(among: things))
    trial.onStart?(call.job)
    note("submit", things, &outcome) {
      call.table.submit(
        call.table.instance, call.job.pointer, call.request, call.source, lentOutput, lentTicket, $0)
    }
    trial.onEnd?()
    if outcome.status == RF_PENDING {
      guard (1...65536).contains(ticket.bytes.count), let poll = call.table.poll else {
        outcome.malformed =
          "submit answered RF_PENDING with a ticket of \(ticket.bytes.count) bytes"
          + (call.table.poll == nil ? ", and poll is NULL" : "")
        return
      }
      var wait: Int64 = 0
      let text = things.text(ticket.text)
      note("poll", things, &outcome) {
        poll(call.table.instance, call.job.pointer, text, lentOutput, &wait, $0)
      }
      if outcome.status == RF_PENDING, let cancel = call.table.cancel {
        note("cancel", things, &outcome) { cancel(call.table.instance, call.job.pointer, text, $0) }
      }
      return
    }
    if outcome.status == RF_OK { outcome.malformed = fault(of: output.taken) }
  }

  private func fault(of taken: LentOutput.Taken) -> String? {
    guard !taken.finished.isEmpty else { return "submit answered RF_OK without a finished rendition" }
    if taken.strayCalls > 0 { return "a rendition was written to, finished or abandoned after its end" }
    for file in taken.finished {
      if let fault = Self.fault(of: file.description, as: Rendition.self, "a rendition") { return fault }
      let hasAddress =
        (try? JSON.decode(Rendition.self, from: file.description, what: "rendition"))?.url != nil
      if file.byteCount == 0 && !hasAddress { return "a rendition has no bytes and no url" }
    }
    return nil
  }

  private func note(
    _ name: String, _ things: LentThings, _ outcome: inout TrialOutcome,
    _ body: (UnsafeMutablePointer<rf_error>) -> Int32
  ) {
    let (status, report) = run(things, body)
    outcome.status = status
    outcome.report = report
    outcome.steps.append((name, status, report))
  }
}
