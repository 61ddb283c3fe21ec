internal import Planning
import ReframeSDK
import Synchronization

/// The detectors that look at a picture, and what becomes of their answers.
struct DetectorPanel {
  let host: PluginHost
  let job: JobContext
  /// Who is asked; the host's choice if nobody is named.
  let choices: [DetectorChoice]

  init(_ request: ReframeJob, host: PluginHost, job: JobContext) {
    self.host = host
    self.job = job
    choices = request.detector.map { [DetectorChoice(id: $0)] } ?? request.detectors ?? []
  }

  /// Asks all side by side and joins what they answer; with `keepsAnswers` the single answers come along. Who is
  /// missing or fails is told of in the log. Throws only if all fail, or if the job was cancelled.
  func subjects(in image: LentPixels, keepsAnswers: Bool) throws(ReframeError) -> SubjectMap {
    let asked = choices.isEmpty ? [DetectorChoice(id: "")] : choices
    let results = Mutex([Result<SubjectMap, ReframeError>?](repeating: nil, count: asked.count))
    try Parallel.forEach(Array(asked.indices)) { (index) throws(ReframeError) in
      let result: Result<SubjectMap, ReframeError>
      do throws(ReframeError) {
        let id = asked[index].id
        result = .success(try host.subjects(in: image, detector: id.isEmpty ? nil : id, job: job))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
    var answers: [DetectorAnswer] = []
    var failure: ReframeError?
    for (choice, result) in zip(asked, results.withLock { $0 }) {
      switch result {
      case .success(let map):
        answers.append(
          DetectorAnswer(
            detector: choice.id, weight: choice.weight, regions: map.regions.map(\.guess),
            saliency: map.saliency))
      case .failure(let error):
        if error.kind == .cancelled { throw error }
        if asked.count > 1 { job.log(.warning, "goes on without a detector: \(error.message)") }
        failure = failure ?? error
      case nil: break
      }
    }
    if let failure, answers.isEmpty { throw failure }
    var map = SubjectMap(joining: answers)
    if keepsAnswers && asked.count > 1 { map.answers = answers }
    return map
  }
}

extension SubjectRegion {
  /// Only the user's own word counts as given; a detector that says so guesses all the same.
  fileprivate var guess: SubjectRegion {
    var region = self
    if region.label == "given" { region.label = "salient" }
    return region
  }
}
