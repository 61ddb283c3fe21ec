import Synchronization
import TestSupport

@testable import Transfer

/// A client that may reach this machine, and notes what it does instead of waiting.
final class LocalClient: Sendable {
  private let noted = Mutex((pauses: [Int64](), records: [TransferRecord]()))

  /// How long it would have waited, each time.
  var pauses: [Int64] { noted.withLock { $0.pauses } }
  /// Its exchanges, without their times.
  var records: [TransferRecord] { noted.withLock { $0.records } }

  /// The client itself; `onPause` is called instead of waiting.
  func client(
    _ ranges: [String] = ["127.0.0.0/8"], connect: Int64 = 10_000, stall: Int64 = 30_000,
    onPause: @escaping @Sendable () -> Void = {}
  ) throws -> HTTPClient {
    HTTPClient(
      try AddressRule(allowing: ranges), connectMilliseconds: connect, stallMilliseconds: stall,
      userAgent: "reframe/1.2",
      pause: { milliseconds, _ in
        self.noted.withLock { $0.pauses.append(milliseconds) }
        onPause()
      },
      onRecord: { record in
        var record = record
        record.milliseconds = 0
        self.noted.withLock { $0.records.append(record) }
      })
  }
}

extension HTTPClient {
  /// The exchange of a request that must fail.
  func failure(_ request: TransferRequest, isCancelled: () -> Bool = { false }) -> TransferFailure? {
    do throws(TransferFailure) {
      _ = try exchange(request, isCancelled: isCancelled)
      return nil
    } catch {
      return error
    }
  }

  /// The exchange of a `GET` that must succeed.
  func get(_ url: String, redirects: Int = 0) throws(TransferFailure) -> (head: TransferHead, body: [UInt8]) {
    var request = TransferRequest("GET", url)
    request.redirectLimit = redirects
    return try exchange(request, isCancelled: { false })
  }
}

extension TransferFailure {
  init(_ kind: Kind, received: Bool, _ message: String) {
    self.init(kind: kind, message: message, mayHaveBeenReceived: received)
  }
}
