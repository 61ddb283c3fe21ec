internal import ReframeSDK
internal import Transfer

/// Fetches a result from the address that a vendor gave, at once, as such addresses expire.
struct ResultDownload: Sendable {
  let client: HTTPClient
  let isCancelled: @Sendable () -> Bool
  /// The most bytes of a result.
  var limit = 512 << 20
  private static let tries = 3

  init(_ client: HTTPClient, isCancelled: @escaping @Sendable () -> Bool) {
    self.client = client
    self.isCancelled = isCancelled
  }

  /// Fetches into the writer that `open` makes; a download that breaks is begun again with another. Throws with
  /// `accepted` as yes, as the vendor is done; retryable if asking the vendor again may give another address.
  func fetch(_ address: String, into open: () -> any RenditionWriter) throws(ReframeError) {
    var failure = ReframeError(.unavailable, "the result was not fetched")
    for _ in 0..<Self.tries {
      let writer = open()
      do throws(ReframeError) {
        try once(address, writer)
        return try writer.finish()
      } catch {
        writer.abandon()
        failure = error
      }
      guard failure.isRetryable, !isCancelled() else { break }
    }
    throw failure
  }

  private func once(_ address: String, _ writer: any RenditionWriter) throws(ReframeError) {
    var request = TransferRequest("GET", address)
    request.responseLimit = limit
    request.redirectLimit = 3
    request.timeoutMilliseconds = 600_000
    var refusal: ReframeError?
    do throws(TransferFailure) {
      _ = try client.exchange(request, isCancelled: isCancelled) { (head) throws(TransferFailure) in
        guard head.status != 200 else { return }
        refusal = Self.failure("the server of the result answers with \(head.status)", isRetryable: true)
        throw Self.stop
      } onBody: { (bytes) throws(TransferFailure) in
        do throws(ReframeError) {
          try writer.write(bytes)
        } catch {
          refusal = error
          throw Self.stop
        }
      }
    } catch {
      if let refusal { throw refusal }
      let isPassing = [.unreachable, .broken, .timeout].contains(error.kind)
      var failure = ReframeError(error)
      failure.message = "the result cannot be fetched: \(error.message)"
      failure.isRetryable = isPassing
      failure.accepted = .yes
      throw failure
    }
  }

  private static let stop = TransferFailure(
    kind: .refusedByReceiver, message: "not wanted", mayHaveBeenReceived: true)

  private static func failure(_ message: String, isRetryable: Bool) -> ReframeError {
    ReframeError(.unavailable, message, isRetryable: isRetryable, accepted: .yes)
  }
}
