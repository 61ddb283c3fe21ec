internal import CReframe

/// One HTTP exchange that a plugin asks the host to make.
public struct HTTPRequest: Equatable, Sendable {
  /// `GET`, `POST`, ….
  public var method: String
  /// Address on a host that the plugin's manifest names.
  public var url: String
  /// Header fields besides those the host sets.
  public var headers: [String: String]
  /// Name of a secret that the manifest declares; empty for none. The plugin never sees the secret itself.
  public var secretName: String
  /// The header that carries the secret, such as `Authorization: Bearer %s`.
  public var secretHeader: String
  /// What is sent.
  public var body: [UInt8]
  /// The most bytes of an answer; 0 for the host's own limit.
  public var responseLimit: UInt64
  /// How long it may take; 0 for the host's own limit.
  public var timeoutMilliseconds: Int64

  /// Makes a request without headers, secret or body.
  public init(_ method: String, _ url: String) {
    self.method = method
    self.url = url
    headers = [:]
    secretName = ""
    secretHeader = ""
    body = []
    responseLimit = 0
    timeoutMilliseconds = 0
  }
}

/// What came back.
public struct HTTPResponse: Equatable, Sendable {
  /// Such as 200.
  public var status: Int
  /// Header fields, names in lower case.
  public var headers: [String: String]
  /// What was received.
  public var body: [UInt8]
}

extension PluginHost {
  /// Has the host make an HTTP exchange. Throws `forbidden` for an address or secret that the manifest does not
  /// name, `unavailable` or `timeout` if there was no answer, and `resourceExhausted` if it was too long.
  public func exchange(_ request: HTTPRequest, job: JobContext) throws(ReframeError) -> HTTPResponse {
    let table = try table(RF_HOST_HTTP, as: rf_host_http.self)
    let headers = try JSON.encode(request.headers)
    let limit = request.responseLimit == 0 ? Int.max : Int(clamping: request.responseLimit)
    var status: Int32 = 0
    var fields: [UInt8] = []
    let body = try Sink.collectBytes(limit: limit) { (body) throws(ReframeError) in
      fields = try Sink.collectBytes(limit: 1 << 20) { (head) throws(ReframeError) in
        try RawCall.run { error in
          Self.withRequest(request, headers: headers) { raw in
            var response = rf_http_response()
            response.size = UInt32(MemoryLayout<rf_http_response>.size)
            response.headers = head
            response.body = body
            defer { status = response.status }
            return table.exchange?(host.pointee.context, job.job, raw, &response, error) ?? RF_UNSUPPORTED
          }
        }
      }
    }
    let text = String(decoding: fields, as: UTF8.self)
    return HTTPResponse(
      status: Int(status),
      headers: text.isEmpty ? [:] : try JSON.decode([String: String].self, from: text, what: "headers"),
      body: body)
  }

  private static func withRequest<Result>(
    _ request: HTTPRequest, headers: String, _ body: (UnsafePointer<rf_http_request>) -> Result
  ) -> Result {
    let texts = [
      request.method, request.url, headers, request.secretName, request.secretHeader,
    ]
    return texts.withTexts { texts in
      request.body.withUnsafeBytes { bytes in
        var raw = rf_http_request()
        raw.size = UInt32(MemoryLayout<rf_http_request>.size)
        (raw.method, raw.url, raw.headers) = (texts[0], texts[1], texts[2])
        (raw.secret, raw.secret_header) = (texts[3], texts[4])
        raw.body = rf_bytes(data: bytes.baseAddress, length: UInt64(bytes.count))
        raw.response_limit = request.responseLimit
        raw.timeout_ms = request.timeoutMilliseconds
        return body(&raw)
      }
    }
  }
}

extension [String] {
  /// Lends all the strings to one C call.
  fileprivate func withTexts<Result>(_ body: ([rf_text]) -> Result) -> Result {
    var texts: [rf_text] = []
    func next(_ index: Int) -> Result {
      guard index < count else { return body(texts) }
      return self[index].withText { text in
        texts.append(text)
        return next(index + 1)
      }
    }
    return next(0)
  }
}
