internal import Glibc
internal import Loading
internal import Synchronization

/// Control-C, SIGTERM and a closed terminal: the first asks the running jobs to stop, a second or two seconds end
/// the process. No half-written file stays either way.
final class Interrupt: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isRaised = false
    var listeners: [Int: @Sendable () -> Void] = [:]
    var next = 0
  }

  /// From here on the signals are waited for by a thread of their own, as hardly anything is safe in a handler.
  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    if !Self.isIgnored(SIGHUP) { sigaddset(&signals, SIGHUP) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A closed pipe and a file that may not grow are errors of `write`, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let waited = signals
    PosixThread { [weak self] in
      var signals = waited
      var received: Int32 = 0
      sigwait(&signals, &received)
      self?.raise()
      var patience = timespec(tv_sec: 2, tv_nsec: 0)
      sigtimedwait(&signals, nil, &patience)
      TemporaryFiles.shared.deleteAll()
      _exit(ExitCode.interrupted.rawValue)
    }?.detach()
  }

  /// Whether somebody asked to stop.
  var isRaised: Bool { state.withLock { $0.isRaised } }

  /// Calls `stop` when somebody asks to stop, at once if they have; answers what `remove` wants.
  func add(_ stop: @escaping @Sendable () -> Void) -> Int {
    let (token, isRaised) = state.withLock { state in
      state.next += 1
      state.listeners[state.next] = stop
      return (state.next, state.isRaised)
    }
    if isRaised { stop() }
    return token
  }

  /// What was to be stopped is over.
  func remove(_ token: Int) { state.withLock { $0.listeners[token] = nil } }

  /// Whether who started the process wants it to live through a signal, as nohup does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private func raise() {
    let listeners = state.withLock { state in
      state.isRaised = true
      return Array(state.listeners.values)
    }
    listeners.forEach { $0() }
  }
}
