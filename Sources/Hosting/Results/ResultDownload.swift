internal import ReframeSDK
internal import Transfer

/// Fetches a result from the address that a vendor gave, at once, as such addresses expire.
struct ResultDownload: Sendable {
  let client: HTTPClient
  let isCancelled: @Sendable () -> Bool
  /// The most bytes of a result.
  var limit = 512 << 20
  /// Milliseconds since 1970 after which the result is of no use; `nil` for never.
  var deadline: Int64?
  private static let tries = 3

  init(_ client: HTTPClient, isCancelled: @escaping @Sendable () -> Bool) {
    self.client = client
    self.isCancelled = isCancelled
  }

  /// Fetches into `writer`, which hears of nothing until all of it is there: a download that breaks is begun again
  /// behind its back. Throws with `accepted` as yes, as the vendor is done; retryable if asking the vendor again may
  /// give another address.
  func fetch(_ address: String, into writer: any RenditionWriter) throws(ReframeError) {
    let host = WebOrigin(address)?.text ?? "an address that is none"
    let spool = try DownloadSpool()
    for left in (0..<Self.tries).reversed() {
      do throws(ReframeError) {
        try once(address, host, spool)
        break
      } catch {
        guard left > 0, error.isRetryable else { throw error }
        try spool.clear()
      }
    }
    do throws(ReframeError) {
      try spool.give(to: writer)
      try writer.finish()
    } catch {
      writer.abandon()
      guard error.kind == .internalFault else { throw error }
      var failure = error
      failure.message = "\(host): \(error.message)"
      throw failure
    }
  }

  private func once(_ address: String, _ host: String, _ spool: DownloadSpool) throws(ReframeError) {
    var request = TransferRequest("GET", address)
    request.responseLimit = limit
    request.redirectLimit = 3
    request.timeoutMilliseconds = 600_000
    if let deadline {
      let left = deadline - Host.milliseconds
      guard left > 0 else {
        throw ReframeError(
          .timeout, "the result cannot be fetched: the job's deadline has passed", accepted: .yes)
      }
      request.timeoutMilliseconds = min(request.timeoutMilliseconds, left)
    }
    var refusal: ReframeError?
    do throws(TransferFailure) {
      _ = try client.exchange(request, isCancelled: isCancelled) { (head) throws(TransferFailure) in
        guard head.status != 200 else { return }
        refusal = ReframeError(
          .unavailable, "the result cannot be fetched: \(host) answers with \(head.status)",
          isRetryable: true,
          accepted: .yes)
        throw Self.stop
      } onBody: { (bytes) throws(TransferFailure) in
        do throws(ReframeError) {
          try spool.write(bytes)
        } catch {
          refusal = error
          throw Self.stop
        }
      }
    } catch {
      if let refusal { throw refusal }
      var failure = ReframeError(error)
      failure.message = "the result cannot be fetched: \(error.message)"
      failure.accepted = .yes
      // Such a result is none, however often it is asked for: that is the vendor's fault, not this machine's.
      if [.tooLong, .forbiddenAddress, .invalidRequest].contains(error.kind) {
        failure.kind = .internalFault
      }
      throw failure
    }
  }

  private static let stop = TransferFailure(
    kind: .refusedByReceiver, message: "not wanted", mayHaveBeenReceived: true)
}
