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
      let status = try RawCall.run { error in
        provider.call { table in
          run.withJob { job in
            request.withText { request in
              source.withSource { source in
                bridge.withOutput { output in
                  table.submit(table.instance, job, request, source, output, nil, error)
                }
              }
            }
          }
        }
      }
      guard status == RF_OK else {
        throw ReframeError(.unsupported, "the provider wants to be polled, which this host does not do")
      }
      if let failure = bridge.failure { throw failure }
    } catch {
      throw bridge.failure ?? error
    }
    guard bridge.finished >= job.outputs.count else {
      throw ReframeError(
        .internalFault,
        "the provider made \(bridge.finished) of \(job.outputs.count) files and gave no reason")
    }
  }

  /// Parameters reach a fill only if its manifest declares them.
  package func checkFillParameters(_ job: ReframeJob) throws(ReframeError) {
    guard case .object(let parameters) = job.fillParameters, !parameters.isEmpty else { return }
    let manifest = try library(job.fill ?? configuration.fill, for: .fill).bundle.manifest
    if let fault = ParameterSchema(manifest.parameters).fault(in: parameters) {
      throw ReframeError(.invalidArgument, "fill '\(manifest.id)': \(fault)")
    }
  }
}
