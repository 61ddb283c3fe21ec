internal import Synchronization

/// Lines that nobody uses at the moment, with their open connections.
final class LinePool: Sendable {
  private static let idleLimit = 8
  private let idle = Mutex<[CurlLine]>([])

  /// One that was connected to the origin last, else the one that was idle longest, else a new one.
  func take(for origin: String) throws(TransferFailure) -> CurlLine {
    let line = idle.withLock { idle -> CurlLine? in
      if let index = idle.lastIndex(where: { $0.origin == origin }) { return idle.remove(at: index) }
      return idle.count < Self.idleLimit ? nil : idle.removeFirst()
    }
    guard let line else { return try CurlLine() }
    return line
  }

  /// Gives one back.
  func give(_ line: CurlLine) {
    let surplus = idle.withLock { idle -> CurlLine? in
      idle.append(line)
      return idle.count > Self.idleLimit ? idle.removeFirst() : nil
    }
    // Its connections are closed here, outside of the lock.
    _ = surplus
  }
}
