internal import Dispatching
package import Hosting
package import ReframeSDK
internal import Synchronization

/// Takes the results of an attempt and keeps them only if all of it succeeds.
package protocol ResultReceiver: RenditionReceiver {
  /// Puts everything where it belongs.
  func commit() throws(ReframeError)
  /// Leaves nothing behind.
  func discard()
}

/// Has one provider do one job, for the dispatcher.
final class EngineRunner: AttemptRunner {
  private let host: Host
  private let provider: String
  private let job: ReframeJob
  private let source: SourceFile?
  private let preparation: Preparation?
  private let isLocal: Bool
  private let receiver: @Sendable () -> any ResultReceiver
  private let onProgress: @Sendable (Double, String) -> Void
  private let onLog: @Sendable (JobContext.LogLevel, String) -> Void

  /// A job that is fitted to the provider's model. Without a source it can only be asked after.
  init(
    _ host: Host, _ provider: String, _ job: ReframeJob, _ part: JobPart, preparation: Preparation?,
    isLocal: Bool
  ) {
    self.host = host
    self.provider = provider
    self.job = job
    self.preparation = preparation
    self.isLocal = isLocal
    source = part.source
    receiver = part.receiver
    onProgress = part.onProgress
    onLog = part.onLog
  }

  func submit(_ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
    guard let source else {
      throw ReframeError(.invalidArgument, "there is no source to send", accepted: .no)
    }
    return try answer(call) { (receiver, run) throws(ReframeError) in
      let given = try prepared(source, run)
      let job = isLocal ? try host.completed(job) : job
      return try host.submit(job, to: provider, source: given, receiver: receiver, run: run)
    }
  }

  func poll(_ ticket: String, _ call: AttemptCall) throws(ReframeError) -> AttemptAnswer {
    try answer(call) { (receiver, run) throws(ReframeError) in
      try host.poll(ticket, of: provider, job: job, receiver: receiver, run: run)
    }
  }

  func cancel(_ ticket: String, _ call: AttemptCall) throws(ReframeError) {
    // The job is cancelled already; this call itself is wanted.
    let run = JobRun(id: call.attempt, idempotencyKey: call.attempt, onLog: onLog)
    try host.cancel(ticket, of: provider, run: run)
  }

  private func prepared(_ source: SourceFile, _ run: JobRun) throws(ReframeError) -> SourceFile {
    guard let preparation else { return source }
    do throws(ReframeError) {
      return try preparation.prepare(source, host: host, run: run)
    } catch {
      var failure = error
      failure.accepted = .no
      throw failure
    }
  }

  private func answer(
    _ call: AttemptCall,
    _ body: (any ResultReceiver, JobRun) throws(ReframeError) -> ProviderAnswer
  ) throws(ReframeError) -> AttemptAnswer {
    let run = JobRun(
      id: call.attempt, idempotencyKey: call.attempt, deadline: call.deadline, onProgress: onProgress,
      onLog: onLog)
    let token = call.cancellation.onRaise { run.cancel() }
    defer { call.cancellation.remove(token) }
    let receiver = receiver()
    let answer: ProviderAnswer
    do throws(ReframeError) {
      answer = try body(receiver, run)
    } catch {
      receiver.discard()
      throw error
    }
    switch answer {
    case .ticket(let ticket): return .ticket(ticket)
    case .pending(let milliseconds): return .pending(retryAfterMilliseconds: milliseconds)
    case .finished(let charge):
      try commit(receiver)
      return .finished(charge: charge)
    }
  }

  /// Results are in place before anything is captured: what is paid for is there.
  private func commit(_ receiver: any ResultReceiver) throws(ReframeError) {
    do throws(ReframeError) {
      try receiver.commit()
    } catch {
      receiver.discard()
      var failure = error
      // What was bought can be had again with the ticket, so it is not settled.
      if !isLocal { failure.kind = .resourceExhausted }
      failure.accepted = isLocal ? .no : .unknown
      throw failure
    }
  }
}
