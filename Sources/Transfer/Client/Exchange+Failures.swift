internal import CCurl
internal import Glibc

extension CurlLine {
  /// Bytes of the request's head that were handed to the system.
  var sentHeaderCount: Int { rfc_get_long(easy, CURLINFO_REQUEST_SIZE) }
  /// Bytes of the request's body that were handed to the system.
  var sentBodyCount: Int { rfc_get_size(easy, CURLINFO_SIZE_UPLOAD_T) }
  /// Whether a part of the request may have reached the server.
  var mayHaveSent: Bool { sentHeaderCount > 0 || sentBodyCount > 0 }
}

extension TransferFailure {
  /// A time for people, such as `30 s` or `250 ms`.
  static func seconds(_ milliseconds: Int64) -> String {
    milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}

extension Exchange {
  /// A failure of the exchange as far as it got.
  func failure(_ kind: TransferFailure.Kind, _ message: String, _ line: CurlLine) -> TransferFailure {
    TransferFailure(kind: kind, message: message, mayHaveBeenReceived: line.mayHaveSent)
  }

  /// Why it ends when the caller wants no more of it.
  var cancelled: String { "the exchange with \(address.shownHost) was cancelled" }

  /// Why it ends when the time is over.
  var timedOut: String {
    "\(address.shownHost) has not answered to the end within "
      + "\(TransferFailure.seconds(request.timeoutMilliseconds)); try again later or allow more time"
  }

  /// Why it ends when nothing moves.
  var stalled: String {
    "\(address.shownHost) has sent or taken nothing for \(TransferFailure.seconds(stallMilliseconds)); "
      + "try again later"
  }

  /// The answer is longer than the caller takes.
  func tooLong(_ what: String, _ line: CurlLine) -> TransferFailure {
    TransferFailure(
      kind: .tooLong,
      message: "\(address.shownHost) answers with \(what); \(request.responseLimit) bytes are allowed",
      mayHaveBeenReceived: true)
  }

  /// What libcurl ended with.
  func failure(_ code: CURLcode, _ line: CurlLine, _ intake: Intake) -> TransferFailure {
    if let excess = intake.excess { return tooLong(excess, line) }
    let host = address.shownHost
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      return failure(
        .unreachable, "the name \(host) is not known to the network; check the address and the connection",
        line)
    case CURLE_COULDNT_CONNECT: return noConnection(line, intake)
    case CURLE_OPERATION_TIMEDOUT where !line.mayHaveSent:
      return failure(
        .unreachable,
        "\(host) cannot be reached: no connection within \(TransferFailure.seconds(connectMilliseconds)); "
          + "try again later",
        line)
    case CURLE_OPERATION_TIMEDOUT: return failure(.timeout, timedOut, line)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_INVALIDCERTSTATUS:
      return failure(
        .insecure,
        "\(host) cannot be reached securely: \(reason(code, line)); check the address and the system's certificates",
        line)
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
      let isBegun = intake.head != nil
      return failure(
        .broken,
        isBegun
          ? "\(host) ended the connection in the midst of its answer; try again"
          : "\(host) ended the connection without an answer; try again later", line)
    default:
      return failure(.broken, "\(host) gives no answer that can be understood: \(reason(code, line))", line)
    }
  }

  private func noConnection(_ line: CurlLine, _ intake: Intake) -> TransferFailure {
    let host = address.shownHost
    if let (kind, why) = intake.refusal, !intake.hasOpened {
      let advice =
        kind == .insecure
        ? "use https, or allow its address under network.allow"
        : "if it is meant, allow the address under network.allow"
      return failure(kind, "\(host) is not connected to: \(why); \(advice)", line)
    }
    let number = Int32(clamping: rfc_get_long(line.easy, CURLINFO_OS_ERRNO))
    let why = number == 0 ? "no connection" : String(cString: strerror(number)).lowercased()
    return failure(
      .unreachable, "\(host) cannot be reached: \(why); check the address, or try again later", line)
  }

  private func reason(_ code: CURLcode, _ line: CurlLine) -> String {
    let text = line.errorText.isEmpty ? String(cString: rfc_error_text(code)) : line.errorText
    return text.shown
  }
}
