#if canImport(Glibc)
  private import Glibc
#endif

/// How far the writing and the reading thread of a row window have come.
///
/// Sendable because all that changes is behind the mutex, and the window's slots pass from one thread to the
/// other with the counters.
final class RowExchange: @unchecked Sendable {
  private let window: RowWindow
  private let rows: Int
  private let batch: Int
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var written = 0
  private var kept = 0
  private var stopped = false
  private var failure: ImagingError?

  init(window: RowWindow, rows: Int, batch: Int) {
    self.window = window
    self.rows = rows
    self.batch = batch
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  private func locked<T>(_ body: () -> T) -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Reading side: waits until `wanted` rows and two new batches are there, and tells how many there are.
  ///
  /// The window has room for four batches beyond what the filter keeps, so that both sides cannot wait at once.
  func waitForRows(beyond seen: Int, atLeast wanted: Int) throws(ImagingError) -> Int {
    // Two batches at a time: a switch of threads for each would cost more than the wait.
    let goal = min(max(seen + 2 * batch, wanted), rows)
    let (count, error) = locked { () -> (Int, ImagingError?) in
      while written < goal, failure == nil { pthread_cond_wait(changed, mutex) }
      return (written, written < goal ? failure : nil)
    }
    if let error { throw error }
    return count
  }

  /// Reading side: rows before this one may be overwritten.
  func release(before row: Int) {
    locked { kept = row }
    pthread_cond_signal(changed)
  }

  /// Reading side: no more rows are wanted.
  func stop() {
    locked { stopped = true }
    pthread_cond_signal(changed)
  }

  /// Writing side: reads everything, as room allows.
  func fill(from source: any RowSource) {
    do throws(ImagingError) {
      while let (first, count) = nextBatch() {
        try source.read(into: window.row(first), stride: window.stride, count: count)
        locked { written = first + count }
        pthread_cond_signal(changed)
      }
    } catch {
      locked { failure = error }
      pthread_cond_signal(changed)
    }
  }

  /// Waits for room for a whole batch; nil when all is read or the other side has stopped.
  private func nextBatch() -> (first: Int, count: Int)? {
    locked {
      let count = min(batch, rows - written, window.contiguous(from: written))
      guard count > 0 else { return nil }
      while !stopped, kept + window.capacity - written < count { pthread_cond_wait(changed, mutex) }
      return stopped ? nil : (written, count)
    }
  }
}

/// The thread that runs a row source; a POSIX thread, since it blocks and must not hold one of the pool.
struct DecodingThread {
  private var thread = pthread_t()

  /// What the new thread is given. It has the source to itself until it ends.
  private final class Work: @unchecked Sendable {
    let source: any RowSource
    let exchange: RowExchange

    init(_ source: any RowSource, _ exchange: RowExchange) {
      self.source = source
      self.exchange = exchange
    }
  }

  init(_ source: any RowSource, _ exchange: RowExchange) throws(ImagingError) {
    let work = Unmanaged.passRetained(Work(source, exchange))
    let code = pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        let work = Unmanaged<Work>.fromOpaque(raw).takeRetainedValue()
        work.exchange.fill(from: work.source)
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      throw ImagingError(.outOfMemory, detail: "no thread")
    }
  }

  func join() { pthread_join(thread, nil) }
}
