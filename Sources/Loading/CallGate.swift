internal import Glibc

/// Lets one thread at a time through; the thread inside may enter again, as a plugin may call itself by way of
/// the host.
final class CallGate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  init() {
    var attributes = pthread_mutexattr_t()
    pthread_mutexattr_init(&attributes)
    pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
    pthread_mutex_init(mutex, &attributes)
    pthread_mutexattr_destroy(&attributes)
  }

  func run<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
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
}
