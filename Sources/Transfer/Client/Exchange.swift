internal import CCurl

/// One exchange with one server: a request as it is, without redirects and further tries.
struct Exchange {
  /// Where to.
  let address: WebAddress
  let request: TransferRequest
  /// The secret headers are kept from another origin than the first.
  let hasSecrets: Bool
  let rule: AddressRule
  let userAgent: String
  let connectMilliseconds: Int64
  let stallMilliseconds: Int64
  /// By the monotonic clock.
  let deadline: Int64
  /// Whether the answer may be a redirect that is to be followed.
  let isFollowing: Bool

  /// How often cancellation and time are looked at.
  private static let patience: Int64 = 50
  private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

  /// What the caller does with the answer.
  typealias OnHead = (TransferHead) throws(TransferFailure) -> Void
  typealias OnBody = (UnsafeRawBufferPointer) throws(TransferFailure) -> Void

  /// How it ended.
  enum Outcome {
    case answered(TransferHead)
    case redirected(to: String)
  }

  /// Makes it, and notes it in the record.
  func run(
    on line: CurlLine, _ record: inout TransferRecord, isCancelled: () -> Bool, onHead: OnHead, onBody: OnBody
  ) throws(TransferFailure) -> Outcome {
    let intake = Intake(rule: rule, isEncrypted: address.isEncrypted, bodyLimit: request.responseLimit)
    defer {
      record.status = intake.head?.status
      record.bytes = intake.bodyCount
    }
    let fields = try HeaderList(fields)
    // libcurl reads the body where it is.
    let body = UnsafeMutableRawBufferPointer.allocate(byteCount: request.body.count, alignment: 1)
    body.copyBytes(from: request.body)
    defer { body.deallocate() }
    try configure(line, intake, fields, UnsafeRawBufferPointer(body))
    return try withExtendedLifetime((intake, fields)) { () throws(TransferFailure) in
      try drive(line, intake, isCancelled: isCancelled, onHead: onHead, onBody: onBody)
    }
  }

  private var fields: [(name: String, value: String)] {
    let kept = request.headers.filter { hasSecrets || !Self.personal.contains($0.name.lowercased()) }
    return kept + (hasSecrets ? request.secretHeaders : [])
  }

  /// They speak of who asks, even if nobody called them secret.
  private static let personal: Set<String> = ["authorization", "cookie"]

  private func drive(
    _ line: CurlLine, _ intake: Intake, isCancelled: () -> Bool, onHead: OnHead, onBody: OnBody
  ) throws(TransferFailure) -> Outcome {
    // libcurl still counts for the line's last exchange until this one begins.
    if isCancelled() { throw .before(.cancelled, cancelled) }
    if MonotonicTime.now >= deadline { throw .before(.timeout, timedOut) }
    guard rfc_multi_add(line.multi, line.easy) == CURLM_OK else {
      throw .before(.unavailable, "libcurl cannot begin an exchange")
    }
    // Ends the connection if the exchange is not over.
    defer { rfc_multi_remove(line.multi, line.easy) }
    var stall = StallWatch(limit: stallMilliseconds, bodyLength: request.body.count)
    var head: TransferHead?
    while true {
      var running: Int32 = 0
      guard rfc_multi_perform(line.multi, &running) == CURLM_OK else {
        throw failure(.broken, "the exchange with \(address.shownHost) cannot go on", line)
      }
      if head == nil, let (status, headers) = intake.head {
        if isFollowing, Self.redirects.contains(status), let location = headers["location"] {
          return .redirected(to: location)
        }
        try checkLength(headers, line)
        let complete = TransferHead(status: status, headers: headers, url: address.text)
        head = complete
        try received { () throws(TransferFailure) in try onHead(complete) }
      }
      try give(intake, onBody)
      var code = CURLE_OK
      if rfc_multi_ended(line.multi, line.easy, &code) != 0 {
        guard code == CURLE_OK, let head else { throw failure(code, line, intake) }
        return .answered(head)
      }
      try wait(&stall, line, intake, isCancelled)
    }
  }

  /// Hands on the body that has come.
  private func give(_ intake: Intake, _ onBody: OnBody) throws(TransferFailure) {
    let bytes = intake.takeBody()
    guard !bytes.isEmpty else { return }
    try received { () throws(TransferFailure) in
      try bytes.withUnsafeBufferPointer { (bytes) throws(TransferFailure) in try onBody(.init(bytes)) }
    }
  }

  /// What the caller throws comes after an answer, so that the request was received.
  private func received(_ body: () throws(TransferFailure) -> Void) throws(TransferFailure) {
    do {
      try body()
    } catch {
      var failure = error
      failure.mayHaveBeenReceived = true
      throw failure
    }
  }

  /// Waits until there is something to do. Throws if there is no time for it, or nobody who wants it.
  private func wait(
    _ stall: inout StallWatch, _ line: CurlLine, _ intake: Intake, _ isCancelled: () -> Bool
  ) throws(TransferFailure) {
    if isCancelled() { throw failure(.cancelled, cancelled, line) }
    let now = MonotonicTime.now
    if now >= deadline { throw failure(.timeout, timedOut, line) }
    if stall.isStalled(now, received: intake.count, line) { throw failure(.timeout, stalled, line) }
    guard rfc_multi_wait(line.multi, Int32(min(Self.patience, deadline - now))) == CURLM_OK else {
      throw failure(.broken, "the exchange with \(address.shownHost) cannot go on", line)
    }
  }

  private func checkLength(_ headers: [String: String], _ line: CurlLine) throws(TransferFailure) {
    guard request.method != "HEAD", let length = headers["content-length"].flatMap({ Int($0) }),
      length > request.responseLimit
    else { return }
    throw tooLong("\(length) bytes", line)
  }
}
