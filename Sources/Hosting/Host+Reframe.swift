internal import Loading
package import ReframeSDK

extension Host {
  /// Has the preferred provider do a job, and answers when every rendition has been received. Throws what the
  /// receiver threw, or what the provider reported; a provider that gives a ticket is none for this.
  package func reframe(
    _ job: ReframeJob, source: SourceFile, receiver: any RenditionReceiver, run: JobRun
  ) throws(ReframeError) {
    let answer = try submit(
      completed(job), to: nil, source: source, receiver: receiver, run: run)
    guard case .finished = answer else {
      throw ReframeError(
        .unsupported,
        "the provider '\(configuration.provider)' sells its work, so name its model with --model",
        accepted: .yes)
    }
  }

  /// The job with the detector and the fill of the settings where it names none. Throws for parameters that the
  /// fill does not have.
  package func completed(_ job: ReframeJob) throws(ReframeError) -> ReframeJob {
    var job = job
    if job.fill == nil {
      job.fill = configuration.fill
      job.spareFills = configuration.fills.filter { $0 != configuration.fill }
      // Who names one fill wants that one, however it looks.
      if configuration.fills.count > 1 { job.fillFloor = job.fillFloor ?? Self.standardFillFloor }
    }
    if job.detector == nil, job.detectors == nil { job.detectors = configuration.detectorChoices }
    try checkFillParameters(job)
    return job
  }

  /// Good fills of photos score 0.6 and more, smeared, stuttering or broken ones below 0.5.
  package static let standardFillFloor = 0.5

  /// Parameters reach a fill only if its manifest declares them.
  package func checkFillParameters(_ job: ReframeJob) throws(ReframeError) {
    guard case .object(let parameters) = job.fillParameters, !parameters.isEmpty else { return }
    let library = try library(job.fill ?? configuration.fill, for: .fill)
    try ParameterSchema.check(parameters, for: library.bundle.manifest, as: .fill)
  }
}
