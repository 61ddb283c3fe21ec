package import ReframeSDK

/// The line to a vendor during one call of the host's. The key is the host's to add.
package struct VendorLine: Sendable {
  /// Who is spoken to.
  package let profile: VendorProfile
  /// What makes the exchanges.
  package let host: PluginHost
  /// On whose behalf.
  package let job: JobContext

  /// Makes a line.
  package init(profile: VendorProfile, host: PluginHost, job: JobContext) {
    self.profile = profile
    self.host = host
    self.job = job
  }

  /// Has the vendor asked, key attached.
  package func send(_ request: VendorRequest) throws(ReframeError) -> VendorAnswer {
    var exchange = HTTPRequest(request.method, profile.base + request.path)
    exchange.headers["Accept"] = "application/json"
    if !request.body.isEmpty { exchange.headers["Content-Type"] = "application/json" }
    let key = job.idempotencyKey
    if profile.echoesRequestID, !key.isEmpty, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) {
      exchange.headers["X-Request-Id"] = key
    }
    exchange.secretName = profile.secret
    exchange.secretHeader = profile.secretHeader
    exchange.body = request.body
    exchange.responseLimit = request.responseLimit
    exchange.timeoutMilliseconds = request.timeoutMilliseconds
    return VendorAnswer(try host.exchange(exchange, job: job))
  }

  /// Puts a file where a vendor's answer says, with the headers that it asks for and without the key. Nothing is
  /// bought by that.
  package func upload(_ bytes: [UInt8], to address: String, headers: JSONValue?) throws(ReframeError) {
    var exchange = HTTPRequest("PUT", address)
    if case .object(let members) = headers {
      // Two follow from the address and the body.
      for (name, value) in members where !["host", "content-length"].contains(name.lowercased()) {
        if let text = value.string ?? value.integer.map(String.init) { exchange.headers[name] = text }
      }
    }
    exchange.body = bytes
    exchange.timeoutMilliseconds = VendorRequest.uploadTimeout
    let response: HTTPResponse
    do throws(ReframeError) {
      response = try host.exchange(exchange, job: job)
    } catch {
      var failure = error
      failure.accepted = .no
      failure.message = "the source could not be uploaded for \(profile.name): \(error.message)"
      throw failure
    }
    guard (200..<300).contains(response.status) else {
      throw ReframeError(
        .unavailable,
        "the source could not be uploaded for \(profile.name): its store answered \(response.status); "
          + "give an https address of the source, or try again later",
        isRetryable: response.status >= 500 || response.status == 429)
    }
  }
}
