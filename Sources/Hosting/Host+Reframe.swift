internal import CReframe
internal import Loading
package import ReframeSDK

extension Host {
  /// Has the preferred provider do a job, and answers when every rendition has been received. Throws what the
  /// receiver threw, or what the provider reported.
  package func reframe(
    _ job: ReframeJob, source: SourceFile, receiver: any RenditionReceiver, run: JobRun
  ) throws(ReframeError) {
    let provider = try provider(nil)
    var job = job
    job.fill = job.fill ?? configuration.fill
    job.detector = job.detector ?? configuration.detector
    try checkFillParameters(job)
    let request = try JSON.encode(job)
    let bridge = RenditionBridge(receiver)
    defer { bridge.close() }
    do throws(ReframeError) {
      try submit(request, to: provider, source: source, bridge: bridge, run: run)
      if var failure = bridge.failure {
        failure.accepted = .unknown
        throw failure
      }
      let missing = job.outputs.indices.filter { !bridge.finished.contains($0) }
      guard missing.isEmpty else {
        throw ReframeError(
          .internalFault,
          "the provider made \(job.outputs.count - missing.count) of \(job.outputs.count) files "
            + "and gave no reason", accepted: .unknown)
      }
    } catch {
      // The receiver knows why, the provider whether it was paid for.
      var failure = bridge.failure ?? error
      failure.accepted = error.accepted
      throw failure
    }
  }

  private func submit(
    _ request: String, to provider: PluginInstance<rf_provider>, source: SourceFile, bridge: RenditionBridge,
    run: JobRun
  ) throws(ReframeError) {
    var status = RF_OK
    let ticket = try Sink.collect(limit: 64 << 10) { (ticket) throws(ReframeError) in
      status = try RawCall.run(mayPend: true) { error in
        provider.call { table in
          run.withJob { job in
            request.withText { request in
              source.withSource { source in
                bridge.withOutput { output in
                  table.submit(table.instance, job, request, source, output, ticket, error)
                }
              }
            }
          }
        }
      }
    }
    guard status == RF_OK else {
      throw ReframeError(
        .unsupported, "the provider wants to be polled for '\(ticket)', which this host does not do",
        accepted: .yes)
    }
  }

  /// Parameters reach a fill only if its manifest declares them.
  package func checkFillParameters(_ job: ReframeJob) throws(ReframeError) {
    guard case .object(let parameters) = job.fillParameters, !parameters.isEmpty else { return }
    let library = try library(job.fill ?? configuration.fill, for: .fill)
    try ParameterSchema.check(parameters, for: library.bundle.manifest, as: .fill)
  }
}
