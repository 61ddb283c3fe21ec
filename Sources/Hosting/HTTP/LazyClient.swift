internal import Loading
internal import ReframeSDK
internal import Synchronization
internal import Transfer

/// The one HTTP client, made when it is first needed: most runs need none.
final class LazyClient: Sendable {
  private let ranges: [String]
  private let onExchange: @Sendable (String) -> Void
  private let made = Mutex<Result<HTTPClient, ReframeError>?>(nil)

  /// `onExchange` hears of every exchange in a line without any secret.
  init(_ ranges: [String], onExchange: @escaping @Sendable (String) -> Void) {
    self.ranges = ranges
    self.onExchange = onExchange
  }

  /// The client. Throws for address ranges that are none.
  func get() throws(ReframeError) -> HTTPClient {
    try made.withLock { made in
      if let made { return made }
      let result: Result<HTTPClient, ReframeError>
      do {
        result = .success(
          HTTPClient(
            try AddressRule(allowing: ranges), userAgent: "reframe/\(Version.current)",
            onRecord: { [onExchange] in onExchange($0.line) }))
      } catch {
        result = .failure(ReframeError(.invalidArgument, "network.allow: \(error)", accepted: .no))
      }
      made = result
      return result
    }.get()
  }
}

extension TransferRecord {
  /// Such as `POST api.fashn.ai/v1/run: 200, 51 bytes in 340 ms`.
  var line: String {
    let answer = status.map { "\($0), \(bytes) bytes" } ?? "no answer"
    return "\(method) \(host)\(path): \(answer) in \(milliseconds) ms".onOneLine
  }
}
