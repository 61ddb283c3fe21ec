internal import Glibc
internal import ReframeSDK
internal import Synchronization

/// Lets many threads write at once and pay for one commit together.
///
/// Whoever comes first leads: it runs what everybody has queued in one transaction, wakes them, and hands the
/// lead to the first who came meanwhile. A lone caller never waits for another thread.
final class GroupCommit: Sendable {
  private let store: Mutex<Store>
  private let queue = Mutex(Queue())

  private struct Queue {
    var waiting: [Request] = []
    var isLed = false
  }

  init(_ store: sending Store) { self.store = Mutex(store) }

  /// Runs `body` in a transaction and answers once that is durable. It may be run twice, if what was to be
  /// committed with it spoils the first; so it changes nothing but the store.
  func perform<Value: Sendable>(
    _ body: @escaping @Sendable (Store) throws(ReframeError) -> Value
  ) throws(ReframeError) -> Value {
    let slot = Slot<Value>()
    let request = Request(
      run: { store in slot.fill(store, body) }, fail: { error in slot.fail(error) })
    let leads = queue.withLock { queue in
      queue.waiting.append(request)
      defer { queue.isLed = true }
      return !queue.isLed
    }
    if leads || request.gate.wait() == .lead { lead() }
    return try slot.take()
  }

  /// Runs one batch, in which the caller's own request is.
  private func lead() {
    let batch = queue.withLock { queue in
      defer { queue.waiting = [] }
      return queue.waiting
    }
    store.withLock { store in Self.commit(batch, store) }
    let next = queue.withLock { queue in
      queue.isLed = !queue.waiting.isEmpty
      return queue.waiting.first
    }
    next?.gate.open(.lead)
    // The first is the caller's own, which does not wait.
    for request in batch.dropFirst() { request.gate.open(.done) }
  }

  private static func commit(_ batch: [Request], _ store: Store) {
    do throws(ReframeError) {
      try store.begin()
      for request in batch {
        let before = store.connection.totalChanges
        if let error = request.run(store), store.connection.totalChanges != before || batch.count == 1 {
          throw error
        }
      }
      try store.commit()
    } catch {
      do throws(ReframeError) {
        try store.rollback()
      } catch let second {
        batch.forEach { $0.fail(second) }
        return
      }
      guard batch.count > 1 else {
        batch[0].fail(error)
        return
      }
      for request in batch { commit([request], store) }
    }
  }
}

/// A step that somebody waits for.
private struct Request: Sendable {
  /// Runs it and keeps what it answers; the error if it threw.
  let run: @Sendable (Store) -> ReframeError?
  /// Puts an error in the place of the answer.
  let fail: @Sendable (ReframeError) -> Void
  let gate = Gate()
}

/// Where the answer of a step is until its caller takes it.
private final class Slot<Value: Sendable>: Sendable {
  private let answer = Mutex<Result<Value, ReframeError>?>(nil)

  func fill(_ store: Store, _ body: (Store) throws(ReframeError) -> Value) -> ReframeError? {
    do throws(ReframeError) {
      let value = try body(store)
      answer.withLock { $0 = .success(value) }
      return nil
    } catch {
      fail(error)
      return error
    }
  }

  func fail(_ error: ReframeError) { answer.withLock { $0 = .failure(error) } }

  func take() throws(ReframeError) -> Value {
    guard let answer = answer.withLock({ $0 }) else {
      throw ReframeError(.internalFault, "a step of the ledger was not run")
    }
    return try answer.get()
  }
}

/// Where one thread waits until another opens it, once.
private final class Gate: Sendable {
  enum Reason { case done, lead }

  private let reason = Mutex(Reason.done)
  private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  func wait() -> Reason {
    while sem_wait(semaphore) != 0 {}
    return reason.withLock { $0 }
  }

  func open(_ reason: Reason) {
    self.reason.withLock { $0 = reason }
    sem_post(semaphore)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }
}
