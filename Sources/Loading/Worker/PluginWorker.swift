internal import CReframe
internal import CWorkerChannel
internal import Dispatch
internal import ReframeSDK
internal import Synchronization

/// Keeps a worker for a plugin: starts it, replaces it when it died or has grown, and says whose fault it was.
final class PluginWorker: Sendable {
  let bundle: PluginBundle
  let limits: WorkerLimits
  private let state = Mutex(State())
  /// Held while a worker is started, so that only one is.
  private let starting = Mutex(())

  private struct State {
    var current: WorkerProcess?
    var crashes = CrashRecord()
    /// Whether the user has been told what the kernel lacks.
    var isReported = false
  }

  init(_ bundle: PluginBundle, limits: WorkerLimits) {
    self.bundle = bundle
    self.limits = limits
  }

  /// The running worker, a new one if there is none. Throws the reason why the plugin cannot be used.
  func process() throws(ReframeError) -> WorkerProcess {
    if let current = state.withLock({ $0.current }) { return current }
    return try starting.withLock { _ throws(ReframeError) in
      if let current = state.withLock({ $0.current }) { return current }
      // Whoever waited for one that could not be started need not try it again.
      try check("")
      do throws(ReframeError) {
        let started = try WorkerProcess(bundle, limits: limits)
        state.withLock { $0.current = started }
        return started
      } catch {
        state.withLock { $0.crashes.add("", limits, now: .now) }
        throw error
      }
    }
  }

  /// A running worker and a lane to it for a call. A worker that died, or spoke, while nothing was asked of it cost nobody
  /// anything, and another takes its place.
  func lane() throws(ReframeError) -> (process: WorkerProcess, lane: WorkerLane) {
    var isLast = false
    while true {
      let process = try process()
      do throws(ReframeError) {
        return (process, try process.lane())
      } catch {
        guard !isLast, error == WorkerSockets.gone || error == PacketReader.broken else { throw error }
        isLast = true
        abandon(process)
      }
    }
  }

  /// Does away with a worker that is of no use and was asked nothing.
  func abandon(_ process: WorkerProcess) {
    state.withLock { state in
      guard state.current === process else { return }
      state.current = nil
      state.crashes.add("", limits, now: .now)
    }
    _ = process.stop()
  }

  /// Throws if the plugin is to be left alone for now, or the job kept from it.
  func check(_ job: String) throws(ReframeError) {
    let result = state.withLock { state -> Result<Void, ReframeError> in
      do throws(ReframeError) {
        return .success(try state.crashes.check(job, of: bundle.manifest.id, limits, now: .now))
      } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Does away with a worker that did what it may not, and answers what the call fails with.
  func end(
    _ process: WorkerProcess, _ fault: WorkerCall.Fault, job: String, during what: String,
    accepted: ReframeError.Acceptance
  ) -> (error: ReframeError, report: [String]) {
    state.withLock { state in
      let isFirst = state.current === process
      if isFirst { state.current = nil }
      state.crashes.add(job, isNew: isFirst, limits, now: .now)
    }
    let name = "the plugin '\(bundle.manifest.id)'"
    func stopped(_ kind: ReframeError.Kind, _ text: String) -> (ReframeError, [String]) {
      let death = process.stop()
      return (ReframeError(kind, "\(name) \(text)", accepted: accepted), death?.lastWords ?? [])
    }
    switch fault {
    case .died:
      guard let death = process.death() else {
        return stopped(
          .internalFault, "closed or clogged the worker's channel during \(what), and its worker was ended")
      }
      restart()
      return (death.error(bundle.manifest.id, during: what, accepted: accepted), death.lastWords)
    case .ignoredCancel:
      return stopped(.cancelled, "did not stop \(what) when it was cancelled, and its worker was ended")
    case .hung:
      return stopped(
        .timeout,
        "was not done with \(what) after \(limits.callTime), and its worker was ended")
    case .garbage(let error):
      return stopped(.internalFault, error.message)
    case .unsent(let error):
      return stopped(error.kind, error.message)
    }
  }

  /// Has the next worker ready before it is asked for.
  private func restart() {
    guard (try? check("")) != nil else { return }
    DispatchQueue.global(qos: .utility).async { _ = try? self.process() }
  }

  /// After a call: replaces a worker that has done enough, or has grown too large.
  func retire(_ process: WorkerProcess) {
    let calls = process.calls
    let isGrown = calls % 16 == 0 && process.residentMemory > limits.residentMemory
    guard calls >= limits.calls || isGrown else { return }
    state.withLock { if $0.current === process { $0.current = nil } }
  }

  /// What the user should know of this machine, once.
  func warning(_ process: WorkerProcess) -> String? {
    state.withLock { state in
      guard !state.isReported, process.greeting.sandbox.contains("no ") else { return nil }
      state.isReported = true
      return "the plugin '\(bundle.manifest.id)' runs in a worker with \(process.greeting.sandbox)"
    }
  }
}
