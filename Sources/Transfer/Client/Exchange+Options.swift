internal import CCurl

extension Exchange {
  /// Says everything about the exchange to the line.
  func configure(
    _ line: CurlLine, _ intake: Intake, _ fields: HeaderList, _ body: UnsafeRawBufferPointer
  ) throws(TransferFailure) {
    try line.reset()
    try line.set(CURLOPT_URL, address.text)
    try line.set(CURLOPT_USERAGENT, userAgent)
    try line.check(rfc_set_headers(line.easy, fields.list))
    try setMethod(line, body)
    try setBounds(line)
    try intake.attach(to: line)
  }

  private func setMethod(_ line: CurlLine, _ body: UnsafeRawBufferPointer) throws(TransferFailure) {
    switch request.method {
    case "GET": try line.set(CURLOPT_HTTPGET, 1)
    case "HEAD": try line.set(CURLOPT_NOBODY, 1)
    default:
      if body.isEmpty && request.method != "POST" && request.method != "PUT" && request.method != "PATCH" {
        try line.set(CURLOPT_HTTPGET, 1)
      } else {
        try line.set(CURLOPT_POST, 1)
        try line.set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
        try line.set(CURLOPT_POSTFIELDS, body.baseAddress)
      }
      try line.set(CURLOPT_CUSTOMREQUEST, request.method)
    }
    // On a connection that was used before, libcurl sends a request again when it ends without an answer,
    // even if the server had received the first. What may be a purchase therefore begins on a connection of
    // its own, which then serves questions; these may be asked twice.
    if !request.isSafe { try line.set(CURLOPT_FRESH_CONNECT, 1) }
  }

  private func setBounds(_ line: CurlLine) throws(TransferFailure) {
    try line.set(CURLOPT_NOSIGNAL, 1)
    // Else a name that is being looked up holds the thread after the caller has left.
    try line.set(CURLOPT_QUICK_EXIT, 1)
    try line.set(CURLOPT_PROTOCOLS_STR, "http,https")
    try line.set(CURLOPT_FOLLOWLOCATION, 0)
    // No variable of the environment leads the exchange elsewhere.
    try line.set(CURLOPT_PROXY, "")
    try line.set(CURLOPT_NOPROXY, "*")
    try line.set(CURLOPT_SSL_VERIFYPEER, 1)
    try line.set(CURLOPT_SSL_VERIFYHOST, 2)
    try line.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    try line.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    try line.set(CURLOPT_HTTP09_ALLOWED, 0)
    try line.set(CURLOPT_CONNECTTIMEOUT_MS, Int(max(1, min(connectMilliseconds, Int64(Int32.max)))))
    // Only a net below: `drive` counts the time itself.
    let now = MonotonicTime.now
    let left = deadline > now ? deadline - now : 1
    try line.set(CURLOPT_TIMEOUT_MS, Int(min(left + 2000, Int64(Int32.max))))
  }
}

/// The headers of a request in libcurl's form.
final class HeaderList {
  /// What libcurl is given; it does not copy it.
  let list: UnsafeMutablePointer<curl_slist>?

  /// The fields and what the client sets itself.
  init(_ fields: [(name: String, value: String)]) throws(TransferFailure) {
    // A name without a value takes away what libcurl would send by itself.
    var lines = ["Accept-Encoding: identity", "Expect:"]
    if !fields.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
    for (name, value) in fields { lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)") }
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = rfc_list_append(list, line) else {
        rfc_list_free(list)
        throw .before(.unavailable, "there is no memory left")
      }
      list = longer
    }
    self.list = list
  }

  deinit { rfc_list_free(list) }
}
