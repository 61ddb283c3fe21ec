internal import CCurl

/// Notices that neither side moves a byte although it is their turn.
///
/// Waiting for the first byte of an answer is no stall: a server may work as long as the whole may take.
struct StallWatch {
  private let limit: Int64
  private let bodyLength: Int
  private var moved = 0
  private var since: Int64?

  /// A watch for a request with so long a body.
  init(limit: Int64, bodyLength: Int) {
    self.limit = limit
    self.bodyLength = bodyLength
  }

  /// Whether nothing moved for too long.
  mutating func isStalled(_ now: Int64, received: Int, _ line: CurlLine) -> Bool {
    let sent = line.sentHeaderCount + line.sentBodyCount
    return isStalled(
      now, received: received, sent: sent, isSent: sent > 0 && line.sentBodyCount >= bodyLength)
  }

  /// The same by counts.
  mutating func isStalled(_ now: Int64, received: Int, sent: Int, isSent: Bool) -> Bool {
    let isWaiting = sent == 0 || (isSent && received == 0)
    guard !isWaiting, received + sent == moved, let since else {
      moved = received + sent
      since = now
      return false
    }
    return now - since >= limit
  }
}
