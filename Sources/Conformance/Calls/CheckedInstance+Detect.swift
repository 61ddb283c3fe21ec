internal import CReframe
internal import ReframeSDK

extension CheckedInstance {
  /// Has a picture looked at. The answer is what was found, as JSON.
  func detect(_ trial: Trial) -> TrialOutcome {
    let things = LentThings(trial.lending)
    let picture = LentPicture(trial.form)
    let before = Array(picture.memory.bytes)
    if trial.sealsPictures { picture.memory.seal() }
    let image = things.value(
      picture.image(isReadOnly: true), named: .image,
      lastMember: MemoryLayout<rf_image>.offset(of: \.roi_height))
    let job = LentJob(trial.job, among: things)
    let collector = SubjectCollector()
    let refuser = SubjectRefuser(trial.refusal)
    things.keep(alive: collector)
    things.keep(alive: refuser)
    let sink = trial.refusal == nil ? collector.withSink { $0.pointee } : refuser.sink
    let out = things.value(
      sink, named: .subjects, lastMember: MemoryLayout<rf_subjects>.offset(of: \.saliency))
    let parameters = things.text(trial.text ?? "{}")
    trial.onStart?(job)
    let table = table(as: rf_detector.self)
    let (status, report) = run(things) {
      table.detect(table.instance, job.pointer, image, parameters, out, $0)
    }
    trial.onEnd?()
    var outcome = TrialOutcome(status: status, report: report)
    outcome.record = job.record
    outcome.refusals = min(1, refuser.calls)
    outcome.lateCalls = max(0, refuser.calls - 1)
    outcome.keepsPlaced = Array(picture.memory.bytes) == before
    outcome.keepsPadding = picture.keepsPadding
    do throws(ReframeError) {
      outcome.answer = Array(try JSON.encode(collector.map()).utf8)
    } catch {
      outcome.malformed = error.message
    }
    things.keep(picture.memory)
    job.end(among: things)
    things.end()
    return outcome
  }
}

/// A host that does not take what a detector finds.
private final class SubjectRefuser {
  private let refusal: Int32
  private(set) var calls = 0

  init(_ refusal: Int32?) { self.refusal = refusal ?? RF_OK }

  var sink: rf_subjects {
    var sink = rf_subjects()
    sink.context = Unmanaged.passUnretained(self).toOpaque()
    sink.region = { context, _ in SubjectRefuser.refuse(context) }
    sink.saliency = { context, _ in SubjectRefuser.refuse(context) }
    return sink
  }

  private static func refuse(_ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let context else { return RF_INVALID_ARGUMENT }
    let refuser = Unmanaged<SubjectRefuser>.fromOpaque(context).takeUnretainedValue()
    refuser.calls += 1
    return refuser.refusal
  }
}
