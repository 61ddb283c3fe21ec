internal import ReframeSDK
internal import Synchronization
internal import Transfer

/// The one HTTP client, made when it is first needed: most runs need none.
final class LazyClient: Sendable {
  private let ranges: [String]
  private let made = Mutex<Result<HTTPClient, ReframeError>?>(nil)

  init(_ ranges: [String]) { self.ranges = ranges }

  /// The client. Throws for address ranges that are none.
  func get() throws(ReframeError) -> HTTPClient {
    try made.withLock { made in
      if let made { return made }
      let result: Result<HTTPClient, ReframeError>
      do {
        result = .success(HTTPClient(try AddressRule(allowing: ranges)))
      } catch {
        result = .failure(ReframeError(.invalidArgument, "network.allow: \(error)", accepted: .no))
      }
      made = result
      return result
    }.get()
  }
}
