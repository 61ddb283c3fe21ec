internal import CCurl

/// A handle of libcurl's with the connections that it keeps open. Used by one thread at a time.
final class CurlLine: @unchecked Sendable {
  let easy: UnsafeMutableRawPointer
  let multi: UnsafeMutableRawPointer
  /// Where it was last connected to, so that the next exchange with the same server finds its connection.
  var origin = ""
  private let errorBuffer: UnsafeMutablePointer<CChar>

  /// Opens libcurl if need be. Throws `unavailable`.
  init() throws(TransferFailure) {
    try CurlLibrary.open()
    guard let easy = rfc_easy_new() else { throw .before(.unavailable, "libcurl has no memory left") }
    guard let multi = rfc_multi_new() else {
      rfc_easy_free(easy)
      throw .before(.unavailable, "libcurl has no memory left")
    }
    self.easy = easy
    self.multi = multi
    errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    rfc_easy_free(easy)
    rfc_multi_free(multi)
    errorBuffer.deallocate()
  }

  /// libcurl's own words for what went wrong; empty if it had none.
  var errorText: String { String(cString: errorBuffer) }

  /// Forgets the last exchange's options.
  func reset() throws(TransferFailure) {
    rfc_easy_reset(easy)
    errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try set(CURLOPT_ERRORBUFFER, UnsafeRawPointer(errorBuffer))
  }

  func set(_ option: CURLoption, _ value: Int) throws(TransferFailure) {
    try check(rfc_set_long(easy, option, value))
  }

  func set(_ option: CURLoption, size: Int) throws(TransferFailure) {
    try check(rfc_set_size(easy, option, size))
  }

  func set(_ option: CURLoption, _ value: String) throws(TransferFailure) {
    try check(rfc_set_text(easy, option, value))
  }

  func set(_ option: CURLoption, _ value: UnsafeRawPointer?) throws(TransferFailure) {
    try check(rfc_set_pointer(easy, option, value))
  }

  /// Every option matters for safety, so that none may be passed over.
  func check(_ code: CURLcode) throws(TransferFailure) {
    guard code != CURLE_OK else { return }
    let version = String(cString: rfc_version())
    throw .before(
      .unavailable,
      "libcurl \(version) refuses an option (\(String(cString: rfc_error_text(code)))); update it")
  }
}
