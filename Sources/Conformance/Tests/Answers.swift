internal import CReframe
internal import Loading
internal import ReframeSDK

extension ConformanceTest {
  static let staysAlive = ConformanceTest(
    name: "stays-alive", kinds: .all,
    rule: "A call returns: it neither ends the process (exit, abort, a trap, a fault) nor hangs.",
    why: "The host does other work in the same process, which would be lost.",
    mend: "Report by status whatever goes wrong.", need: .instances, grants: .calls
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in _ = instance.call() }
  }

  static let answers = ConformanceTest(
    name: "answers", kinds: .all,
    rule:
      "A plain call is answered with RF_OK and what the schemas say; a provider or a calculator may say in order "
      + "why it cannot.",
    why: "The host throws away what it cannot read, and fails the job.",
    mend: "Answer with what the schemas in SDK/README.md say.", need: .calls, grants: .answers
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      let outcome = instance.call()
      if let reason = outcome.malformed { throw ConformanceFault("the answer makes no sense: \(reason)") }
      let mayFail = instance.kind == .provider || instance.kind == .pricing
      try require(outcome.isFine || mayFail, "a plain call ended with \(outcome.ending)")
      try require(
        (RF_OK...RF_INTERNAL).contains(outcome.status),
        "a plain call ended with \(outcome.status), no RF_… status")
    }
  }

  static let errorsFilled = ConformanceTest(
    name: "errors-filled", kinds: .all,
    rule: "A call that fails fills rf_error: the kind returned, a message in UTF-8, and for local work "
      + "RF_NOT_ACCEPTED.",
    why: "An error that nobody filled counts as maybe paid for, so that no other engine may take over.",
    mend: "Fill kind, message and accepted before every return of a status other than RF_OK and RF_PENDING."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      let isLocal = (checked.bundle.manifest.hosts ?? []).isEmpty
      var cancelled = Trial()
      cancelled.job.isCancelled = true
      var empty = Trial()
      empty.text = "{}"
      var unknown = Trial()
      unknown.form.layout = 9
      var refused = Trial()
      refused.refusal = RF_RESOURCE_EXHAUSTED
      for trial in [Trial(), cancelled, empty, unknown, refused] {
        let outcome = instance.call(trial)
        for step in outcome.steps + [("the call", outcome.status, outcome.report)] {
          let isLocal = isLocal || step.name == "models"
          if let fault = step.report.fault(status: step.status, isLocal: isLocal) {
            throw ConformanceFault(step.name == "the call" ? fault : "\(step.name): \(fault)")
          }
        }
      }
    }
  }

  static let refusedAnswers = ConformanceTest(
    name: "refused-answers", kinds: [.provider, .detector, .pricing],
    rule: "A plugin whose answer the host refuses stops and returns a status other than RF_OK.",
    why: "The host would take half an answer for a whole one.",
    mend: "Look at what each call of the host's functions returns, and return it."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      var trial = Trial()
      trial.refusal = RF_RESOURCE_EXHAUSTED
      let outcome = instance.call(trial)
      guard outcome.refusals > 0 else { return }
      try require(outcome.status != RF_OK, "the host refused the answer, and the call ended with RF_OK")
      try require(outcome.lateCalls == 0, "the host refused the answer, and was handed more of it")
    }
  }

  static let pure = ConformanceTest(
    name: "pure", kinds: [.provider, .pricing, .fill],
    rule: "The same call gives the same: quotes, model cards, and the pixels of a fill for one seed.",
    why: "Users compare quotes and repeat jobs; what changes by itself cannot be tested or trusted.",
    mend: "Take nothing from clocks, random numbers of your own, or earlier calls."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      let first = instance.call()
      for _ in 0..<2 {
        let again = instance.call()
        try require(
          again.status == first.status,
          "the same call ended with \(first.ending), and then with \(again.ending)")
        try require(again.answer == first.answer, "the same call was answered in two ways")
      }
    }
  }

  static let progressRange = ConformanceTest(
    name: "progress-range", kinds: [.provider, .detector, .fill],
    rule: "Progress is a fraction from 0 to 1, and what is said through the job is UTF-8.",
    why: "Users see bars that run backwards or beyond the end, and logs that cannot be read.",
    mend: "Report the share done, not percents, and text in UTF-8."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      var trial = Trial()
      trial.form.size = PixelSize(width: 64, height: 48)
      let heard = instance.call(trial).record?.heard ?? JobRecord.Heard()
      for fraction in heard.fractions {
        try require(fraction >= 0 && fraction <= 1, "the progress reported was \(fraction)")
      }
      for text in heard.texts {
        try require(
          String(validating: text, as: UTF8.self) != nil, "a stage or a line of the log is not UTF-8")
      }
    }
  }

  static let serviceDown = ConformanceTest(
    name: "service-down", kinds: [.provider],
    rule: "A provider that cannot reach its service says so, and never that the job is done or taken.",
    why: "The user would wait, and pay, for a job that nobody has.",
    mend: "Look at what `exchange` returns before you read the answer."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      let outcome = instance.call()
      guard instance.host.record.heard.exchanges > 0 else { return }
      let submission = outcome.steps.first { $0.name == "submit" }
      try require(
        submission?.status != RF_OK && submission?.status != RF_PENDING,
        "no exchange with the service succeeded, and submit ended with "
          + (submission?.status == RF_OK ? "RF_OK" : "a ticket"))
    }
  }
}
