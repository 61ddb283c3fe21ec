internal import CReframe
internal import Glibc
internal import Loading
internal import ReframeSDK
internal import Synchronization

extension ConformanceTest {
  static let concurrency = ConformanceTest(
    name: "concurrency", kinds: .all,
    rule: "A plugin bears as many calls at a time as its factory declares.",
    why: "Pictures come out mixed up, or the process crashes, and only under load.",
    mend: "Guard what calls share, or declare RF_INSTANCE_SERIAL or RF_PROCESS_SERIAL.", seconds: 20
  ) { (checked, kinds) throws(ConformanceFault) in
    let plugin = try CheckedPlugin(checked)
    for kind in PluginKind.allCases where kinds.contains(kind) {
      let declared = try plugin.factory(kind).pointee.concurrency
      let shared = try plugin.make(kind)
      let (usual, again) = (shared.call(), shared.call())
      let crowd = Crowd(
        gate: declared == UInt32(RF_PROCESS_SERIAL), usual: usual,
        comparesAnswers: usual.answer == again.answer)
      var instances: [CheckedInstance] = []
      for _ in 0..<8 {
        instances.append(declared == UInt32(RF_CONCURRENT) ? shared : try plugin.make(kind))
      }
      let threads = instances.map { instance in PosixThread { crowd.call(instance) } }
      threads.forEach { $0?.join() }
      for instance in instances where instance !== shared { instance.destroy() }
      shared.destroy()
      if let seen = crowd.seen { throw ConformanceFault("\(kind.rawValue): \(seen)") }
    }
  }

  static let cancelLatency = ConformanceTest(
    name: "cancel-latency", kinds: [.provider, .detector, .fill],
    rule: "A call looks at the cancel flag at least every 50 ms, and then ends with RF_CANCELLED.",
    why: "Users who press Control-C wait, and servers keep working for clients that are gone.",
    mend:
      "Call rf_job_cancelled in the loop over rows or blocks, and hand the job on to the host's functions.",
    seconds: 20
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      var seen: String?
      // A machine that was busy elsewhere is no fault of the plugin's.
      for _ in 0..<2 {
        let alarm = CancelAlarm()
        var trial = Trial()
        trial.form.size =
          instance.kind == .provider
          ? PixelSize(width: 512, height: 384) : PixelSize(width: 1280, height: 960)
        trial.onStart = { alarm.start($0) }
        trial.onEnd = { alarm.stop() }
        let outcome = instance.call(trial)
        guard let milliseconds = alarm.latency else { return }
        guard milliseconds <= 500 else {
          seen = "the call ended \(milliseconds) ms after the flag was raised; 500 are borne with"
          continue
        }
        // Done in time, or refused: nothing was left to be cancelled.
        try require(
          outcome.isFine || outcome.status == RF_CANCELLED || instance.kind == .provider,
          "the cancelled call ended with \(outcome.ending)")
        return
      }
      if let seen { throw ConformanceFault(seen) }
    }
  }
}

/// Callers of several instances or one, from many threads.
private final class Crowd: Sendable {
  private let usual: Int32
  private let answer: [UInt8]?
  private let first = Mutex<String?>(nil)
  private let turn = Mutex(())
  private let takesTurns: Bool

  init(gate: Bool, usual: TrialOutcome, comparesAnswers: Bool) {
    takesTurns = gate
    self.usual = usual.status
    answer = comparesAnswers ? usual.answer : nil
  }

  /// The first thing that should not have been seen.
  var seen: String? { first.withLock { $0 } }

  func call(_ instance: CheckedInstance) {
    for _ in 0..<4 {
      let outcome = takesTurns ? turn.withLock { _ in instance.call() } : instance.call()
      if outcome.status != usual {
        note("one of 8 threads' calls ended with \(outcome.ending)")
      } else if let answer, answer != outcome.answer {
        note("the same call is answered differently when 8 threads call")
      }
    }
  }

  private func note(_ text: String) { first.withLock { $0 = $0 ?? text } }
}

/// Raises the flag of a job after 20 ms, unless the call is done before.
private final class CancelAlarm: @unchecked Sendable {
  /// Milliseconds from the flag to the end of the call; `nil` if it had ended before.
  private(set) var latency: Int?
  private var thread: PosixThread?
  private let isDone = Mutex(false)
  private let raised = Mutex<UInt64?>(nil)

  func start(_ job: LentJob) {
    thread = PosixThread { [self] in
      usleep(20_000)
      isDone.withLock { isDone in
        guard !isDone else { return }
        raised.withLock { $0 = Self.now }
        job.raise()
      }
    }
  }

  /// Says that the call has returned.
  func stop() {
    let now = Self.now
    isDone.withLock { $0 = true }
    thread?.join()
    latency = raised.withLock { $0 }.map { Int((now - $0) / 1_000_000) }
  }

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
