/// The one way to other machines: HTTP by libcurl, to addresses that the rule allows, within limits.
///
/// Calls block, on any thread. Connections are kept open for the next exchange with the same server. What the server
/// surely did not receive is tried three times in all; nothing else is sent twice, save a `GET` or `HEAD`.
package final class HTTPClient: Sendable {
  /// Waits so many milliseconds, or until the caller wants no more.
  package typealias Pause = @Sendable (_ milliseconds: Int64, _ isCancelled: () -> Bool) -> Void

  /// Before the second and the third try.
  private static let pauses: [Int64] = [200, 400]

  private let rule: AddressRule
  private let connectMilliseconds: Int64
  private let stallMilliseconds: Int64
  private let userAgent: String
  private let pause: Pause
  private let onRecord: @Sendable (TransferRecord) -> Void
  private let pool = LinePool()

  /// A client; libcurl is opened by its first exchange. `onRecord` hears of every exchange with a server, on the
  /// thread that made it.
  package init(
    _ rule: AddressRule, connectMilliseconds: Int64 = 10_000, stallMilliseconds: Int64 = 30_000,
    userAgent: String = "reframe", pause: Pause? = nil,
    onRecord: @escaping @Sendable (TransferRecord) -> Void = { _ in }
  ) {
    self.rule = rule
    self.connectMilliseconds = connectMilliseconds
    self.stallMilliseconds = stallMilliseconds
    self.userAgent = userAgent
    self.pause = pause ?? { MonotonicTime.pause($0, $1) }
    self.onRecord = onRecord
  }

  /// Makes an exchange. `onHead` hears the head of the answer once, `onBody` the body piece by piece; both may throw
  /// to stop it.
  package func exchange(
    _ request: TransferRequest, isCancelled: () -> Bool,
    onHead: (TransferHead) throws(TransferFailure) -> Void,
    onBody: (UnsafeRawBufferPointer) throws(TransferFailure) -> Void
  ) throws(TransferFailure) -> TransferHead {
    let (now, over) = MonotonicTime.now.addingReportingOverflow(request.timeoutMilliseconds)
    let deadline = over ? Int64.max : now
    try RequestCheck.check(request)
    try CurlLibrary.open()
    var address = try WebAddress(request.url)
    var hasSecrets = true
    var redirects = 0
    while true {
      let exchange = Exchange(
        address: address, request: request, hasSecrets: hasSecrets, rule: rule, userAgent: userAgent,
        connectMilliseconds: connectMilliseconds, stallMilliseconds: stallMilliseconds, deadline: deadline,
        isFollowing: request.isSafe && request.redirectLimit > 0)
      let outcome: Exchange.Outcome
      do throws(TransferFailure) {
        outcome = try attempt(exchange, isCancelled: isCancelled, onHead: onHead, onBody: onBody)
      } catch {
        // Whoever redirected has received the request.
        var failure = error
        failure.mayHaveBeenReceived = failure.mayHaveBeenReceived || redirects > 0
        throw failure
      }
      switch outcome {
      case .answered(let head): return head
      case .redirected(let location):
        redirects += 1
        guard redirects <= request.redirectLimit else {
          throw TransferFailure(
            kind: .broken,
            message: "\(address.shownHost) redirects once more after \(request.redirectLimit) redirects",
            mayHaveBeenReceived: true)
        }
        let next = try address.redirected(to: location)
        // Once away from where they belong, the secrets do not come back.
        hasSecrets = hasSecrets && next.origin == address.origin
        address = next
      }
    }
  }

  /// The same with the body collected.
  package func exchange(_ request: TransferRequest, isCancelled: () -> Bool) throws(TransferFailure) -> (
    head: TransferHead, body: [UInt8]
  ) {
    var body: [UInt8] = []
    let head = try exchange(request, isCancelled: isCancelled) { (_) throws(TransferFailure) in
    } onBody: { (bytes) throws(TransferFailure) in
      body.append(contentsOf: bytes)
    }
    return (head, body)
  }

  /// Makes the exchange, again if there was no connection.
  private func attempt(
    _ exchange: Exchange, isCancelled: () -> Bool, onHead: Exchange.OnHead, onBody: Exchange.OnBody
  ) throws(TransferFailure) -> Exchange.Outcome {
    for milliseconds in Self.pauses {
      do throws(TransferFailure) {
        return try once(exchange, isCancelled: isCancelled, onHead: onHead, onBody: onBody)
      } catch {
        guard error.kind == .unreachable, !error.mayHaveBeenReceived,
          exchange.deadline - MonotonicTime.now > milliseconds
        else { throw error }
        pause(milliseconds, isCancelled)
      }
    }
    return try once(exchange, isCancelled: isCancelled, onHead: onHead, onBody: onBody)
  }

  private func once(
    _ exchange: Exchange, isCancelled: () -> Bool, onHead: Exchange.OnHead, onBody: Exchange.OnBody
  ) throws(TransferFailure) -> Exchange.Outcome {
    let line = try pool.take(for: exchange.address.origin)
    line.origin = exchange.address.origin
    let start = MonotonicTime.now
    var record = TransferRecord(
      method: exchange.request.method, host: exchange.address.shownHost, path: exchange.address.path,
      status: nil,
      bytes: 0, milliseconds: 0, failure: nil)
    defer {
      pool.give(line)
      record.milliseconds = MonotonicTime.now - start
      onRecord(record)
    }
    do throws(TransferFailure) {
      return try exchange.run(on: line, &record, isCancelled: isCancelled, onHead: onHead, onBody: onBody)
    } catch {
      record.failure = error.kind
      throw error
    }
  }
}
