internal import CReframe
internal import Loading
package import ReframeSDK

/// How a provider answered.
package enum ProviderAnswer: Equatable, Sendable {
  /// Every rendition has been received. `charge` is what the vendor says that it took; `nil` if it says nothing.
  case finished(charge: Money?)
  /// The service has the job.
  case ticket(String)
  /// Ask again in so many milliseconds; 0 if the provider does not say.
  case pending(retryAfterMilliseconds: Int64)
}

extension Host {
  /// Hands a job to a provider. Throws what the receiver threw, or what the provider reported; `accepted` is the
  /// provider's word.
  package func submit(
    _ job: ReframeJob, to provider: String?, source: SourceFile, receiver: any RenditionReceiver, run: JobRun
  ) throws(ReframeError) -> ProviderAnswer {
    let instance = try self.provider(provider)
    let request = try JSON.encode(job.inProviderNames)
    let mediaType = job.source?.mediaType
    let bridge = try bridge(receiver, provider, job, run)
    defer { bridge.close() }
    var status = RF_OK
    let ticket = try answered(bridge) { () throws(ReframeError) in
      try Sink.collect(limit: 64 << 10) { (ticket) throws(ReframeError) in
        status = try RawCall.run(mayPend: true) { error in
          instance.call { table in
            run.withJob(redacting: secrets.redacted) { job in
              request.withText { request in
                source.withSource(mediaType: mediaType) { source in
                  bridge.withOutput { table.submit(table.instance, job, request, source, $0, ticket, error) }
                }
              }
            }
          }
        }
      }
    }
    guard status == RF_OK else {
      guard !ticket.isEmpty else {
        throw ReframeError(
          .internalFault, "the provider took the job and gave no ticket to ask after it", accepted: .yes)
      }
      return .ticket(ticket)
    }
    return try complete(bridge, job.outputs.count)
  }

  /// Asks a provider after a ticket of a job.
  package func poll(
    _ ticket: String, of provider: String?, job: ReframeJob, receiver: any RenditionReceiver, run: JobRun
  ) throws(ReframeError) -> ProviderAnswer {
    let instance = try beforeAsking { () throws(ReframeError) in try self.provider(provider) }
    let bridge = try beforeAsking { () throws(ReframeError) in
      try self.bridge(receiver, provider, job, run)
    }
    defer { bridge.close() }
    var wait: Int64 = 0
    let status = try answered(bridge) { () throws(ReframeError) in
      try RawCall.run(mayPend: true) { error in
        instance.call { table in
          run.withJob(redacting: secrets.redacted) { job in
            ticket.withText { ticket in
              bridge.withOutput { output in
                table.poll?(table.instance, job, ticket, output, &wait, error) ?? RF_UNSUPPORTED
              }
            }
          }
        }
      }
    }
    guard status == RF_OK else { return .pending(retryAfterMilliseconds: max(0, wait)) }
    return try complete(bridge, job.outputs.count)
  }

  /// What is missing here says nothing about a job that a service has: its ticket is kept.
  private func beforeAsking<Answer>(_ body: () throws(ReframeError) -> Answer) throws(ReframeError) -> Answer
  {
    do throws(ReframeError) {
      return try body()
    } catch {
      var failure = error
      (failure.kind, failure.isRetryable, failure.accepted) = (.unavailable, false, .unknown)
      throw failure
    }
  }

  /// A vendor's results are looked at, and fetched where it gives an address.
  private func bridge(
    _ receiver: any RenditionReceiver, _ provider: String?, _ job: ReframeJob, _ run: JobRun
  ) throws(ReframeError) -> RenditionBridge {
    guard let id = provider, providers.contains(where: { $0.id == id && $0.isVendor }) else {
      return RenditionBridge(receiver)
    }
    var download = ResultDownload(try client.get()) { run.isCancelled }
    download.deadline = run.deadline
    return RenditionBridge(receiver, checking: ResultCheck(job.outputs), download: download)
  }

  /// Asks a provider to drop what a ticket stands for.
  package func cancel(_ ticket: String, of provider: String?, run: JobRun) throws(ReframeError) {
    let instance = try self.provider(provider)
    do throws(ReframeError) {
      try RawCall.run { error in
        instance.call { table in
          run.withJob(redacting: secrets.redacted) { job in
            ticket.withText { table.cancel?(table.instance, job, $0, error) ?? RF_UNSUPPORTED }
          }
        }
      }
    } catch {
      throw secrets.redacted(error)
    }
  }

  /// Throws what the receiver threw before what the provider made of it.
  private func answered<Answer>(
    _ bridge: RenditionBridge, _ body: () throws(ReframeError) -> Answer
  ) throws(ReframeError) -> Answer {
    let answer: Answer
    do throws(ReframeError) {
      answer = try body()
    } catch {
      throw secrets.redacted(bridge.refusal(error.accepted) ?? error)
    }
    if let failure = bridge.refusal(.unknown) { throw secrets.redacted(failure) }
    return answer
  }

  /// Throws unless every output has its result.
  private func complete(_ bridge: RenditionBridge, _ count: Int) throws(ReframeError) -> ProviderAnswer {
    let missing = (0..<count).filter { !bridge.finished.contains($0) }
    guard missing.isEmpty else {
      throw ReframeError(
        .internalFault,
        "the provider made \(count - missing.count) of \(count) files and gave no reason",
        accepted: .unknown)
    }
    return .finished(charge: bridge.charge)
  }
}
