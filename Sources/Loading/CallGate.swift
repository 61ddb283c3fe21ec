internal import Glibc
internal import Synchronization

/// Lets one thread at a time through; the thread inside may enter again, as a plugin may call itself by way of
/// the host.
final class CallGate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  /// The thread inside; 0 for none.
  private let owner = Atomic<UInt>(0)
  /// How often that thread has entered.
  private var depth = 0

  /// The threads that wait, and for which gate.
  private static let waiting = Mutex<[UInt: CallGate]>([:])

  init() {
    var attributes = pthread_mutexattr_t()
    pthread_mutexattr_init(&attributes)
    pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
    pthread_mutex_init(mutex, &attributes)
    pthread_mutexattr_destroy(&attributes)
  }

  func run<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    return inside(body)
  }

  /// The same for who may be in another gate already; `nil` if the thread inside waits, directly or not, for this one,
  /// so that both would wait for ever.
  func runUnlessDeadlocked<Result>(_ body: () -> Result) -> Result? {
    if pthread_mutex_trylock(mutex) != 0 {
      let thread = UInt(pthread_self())
      guard Self.waiting.withLock({ self.isFree(of: thread, &$0) }) else { return nil }
      pthread_mutex_lock(mutex)
      Self.waiting.withLock { $0[thread] = nil }
    }
    return inside(body)
  }

  /// Notes that a thread waits, unless those before it wait for the thread. The last of a circle sees all others.
  private func isFree(of thread: UInt, _ waiting: inout [UInt: CallGate]) -> Bool {
    var gate: CallGate? = self
    while let next = gate {
      let owner = next.owner.load(ordering: .acquiring)
      if owner == thread { return false }
      gate = waiting[owner]
    }
    waiting[thread] = self
    return true
  }

  private func inside<Result>(_ body: () -> Result) -> Result {
    depth += 1
    owner.store(UInt(pthread_self()), ordering: .releasing)
    defer {
      depth -= 1
      if depth == 0 { owner.store(0, ordering: .releasing) }
      pthread_mutex_unlock(mutex)
    }
    return body()
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }
}

extension CallGate? {
  /// Without a gate everybody goes through.
  func run<Result>(_ body: () -> Result) -> Result {
    guard let gate = self else { return body() }
    return gate.run(body)
  }

  func runUnlessDeadlocked<Result>(_ body: () -> Result) -> Result? {
    guard let gate = self else { return body() }
    return gate.runUnlessDeadlocked(body)
  }
}
