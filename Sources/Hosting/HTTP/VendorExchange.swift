internal import CReframe
internal import FoundationEssentials
internal import ReframeSDK
internal import Transfer

/// One exchange that a provider asked the host for, checked.
struct VendorExchange {
  private static let standardLimit = 64 << 20
  private static let standardTimeout: Int64 = 60_000
  /// Set by the client, or by nobody.
  private static let reserved: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer",
  ]

  private var request: TransferRequest

  /// Reads and checks what the plugin asks for. Throws before anything is sent.
  init(
    _ raw: rf_http_request, access: VendorAccess, secrets: SecretStore, deadline: Int64?, now: Int64
  ) throws(ReframeError) {
    let url = String(raw.url)
    request = TransferRequest(try Self.method(String(raw.method)), url)
    let secret = String(raw.secret)
    try access.check(url, withSecret: !secret.isEmpty)
    request.headers = try Self.headers(String(raw.headers))
    if !secret.isEmpty {
      request.secretHeaders = [
        try Self.secretHeader(String(raw.secret_header), value: try secrets.value(of: secret, for: access))
      ]
    }
    guard raw.body.data != nil || raw.body.length == 0, let count = Int(exactly: raw.body.length) else {
      throw ReframeError(.invalidArgument, "a request with \(raw.body.length) bytes of nothing")
    }
    request.body = [UInt8](UnsafeRawBufferPointer(start: raw.body.data, count: count))
    request.responseLimit =
      raw.response_limit == 0 ? Self.standardLimit : Int(clamping: raw.response_limit)
    request.timeoutMilliseconds = raw.timeout_ms > 0 ? raw.timeout_ms : Self.standardTimeout
    if let deadline {
      guard deadline > now else {
        throw ReframeError(.timeout, "the job's deadline has passed", accepted: .no)
      }
      request.timeoutMilliseconds = min(request.timeoutMilliseconds, deadline - now)
    }
  }

  /// Makes the exchange and writes what comes back.
  func run(
    _ client: HTTPClient, to response: UnsafeMutablePointer<rf_http_response>, isCancelled: () -> Bool
  ) throws(ReframeError) {
    do throws(TransferFailure) {
      _ = try client.exchange(request, isCancelled: isCancelled) { (head) throws(TransferFailure) in
        response.pointee.status = Int32(clamping: head.status)
        guard let sink = response.pointee.headers else { return }
        let text = (try? JSON.encode(head.headers)) ?? "{}"
        try Self.give(Array(text.utf8).withUnsafeBytes { sink.take($0) })
      } onBody: { (bytes) throws(TransferFailure) in
        guard let sink = response.pointee.body else { return }
        try Self.give(sink.take(bytes))
      }
    } catch {
      throw ReframeError(error)
    }
  }

  private static func give(_ status: Int32) throws(TransferFailure) {
    guard status == RF_OK else {
      throw TransferFailure(
        kind: .refusedByReceiver, message: "the plugin did not take the answer (status \(status))",
        mayHaveBeenReceived: true)
    }
  }

  private static func headers(_ text: String) throws(ReframeError) -> [(name: String, value: String)] {
    guard !text.isEmpty else { return [] }
    let fields = try JSON.decode([String: String].self, from: text, what: "headers")
    for name in fields.keys where reserved.contains(name.lowercased()) {
      throw ReframeError(.invalidArgument, "the header '\(name)' is the host's to set")
    }
    return fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Capital letters alone, as anything else could be more than a method.
  private static func method(_ word: String) throws(ReframeError) -> String {
    guard (1...16).contains(word.utf8.count), word.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
      throw ReframeError(.invalidArgument, "'\(String(word.prefix(40)).onOneLine)' is no HTTP method")
    }
    return word
  }

  /// `X-API-Key: %s` with the secret in its place.
  private static func secretHeader(_ form: String, value: String) throws(ReframeError) -> (
    name: String, value: String
  ) {
    let parts = form.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1].ranges(of: "%s").count == 1, !reserved.contains(parts[0].lowercased()),
      parts[1].utf8.allSatisfy({ (0x20...0x7e).contains($0) }), !parts[0].isEmpty,
      parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else {
      throw ReframeError(
        .invalidArgument, "'\(form.onOneLine)' is no header with a place for a secret, such as X-API-Key: %s")
    }
    let text = parts[1].replacing("%s", with: value)
    return (parts[0], String(text.drop { $0 == " " }))
  }
}

extension UnsafePointer<rf_sink> {
  /// Gives bytes to whoever takes them.
  fileprivate func take(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    pointee.write?(pointee.context, bytes.baseAddress, UInt64(bytes.count)) ?? RF_INVALID_ARGUMENT
  }
}

extension ReframeError {
  /// A transfer's failure in the words of the contract: what was surely not received was not accepted.
  init(_ failure: TransferFailure) {
    let kind: Kind =
      switch failure.kind {
      case .invalidRequest: .invalidArgument
      case .forbiddenAddress: .forbidden
      case .unreachable, .broken, .insecure, .unavailable: .unavailable
      case .timeout: .timeout
      case .cancelled: .cancelled
      case .tooLong, .refusedByReceiver: .resourceExhausted
      }
    let isPassing = [.unreachable, .broken, .timeout].contains(failure.kind)
    self.init(
      kind, failure.message, code: "transfer", isRetryable: isPassing,
      accepted: failure.mayHaveBeenReceived ? .unknown : .no)
  }
}
