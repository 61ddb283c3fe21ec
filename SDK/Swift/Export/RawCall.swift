package import CReframe

/// Turns the status of a call through the contract into a thrown error, and a thrown error into a status.
package enum RawCall {
  /// Calls, and throws what the other side reported. A status that no revision of the contract knows counts as
  /// `internalFault`, and so does `RF_PENDING` unless the call is one that may be pending.
  @discardableResult
  package static func run(
    mayPend: Bool = false, _ call: (UnsafeMutablePointer<rf_error>) -> Int32
  ) throws(ReframeError) -> Int32 {
    var error = rf_error()
    error.size = UInt32(MemoryLayout<rf_error>.size)
    let status = call(&error)
    if status == RF_OK || status == RF_PENDING && mayPend { return status }
    throw ReframeError(
      .init(rawValue: status > RF_PENDING && status <= RF_INTERNAL ? status : RF_INTERNAL),
      text(&error.message, capacity: 512) ?? "the plugin failed without a reason (status \(status))",
      code: text(&error.code, capacity: 64) ?? "", isRetryable: error.retryable != 0,
      retryAfterMilliseconds: max(0, error.retry_after_ms),
      accepted: .init(rawValue: error.accepted) ?? .unknown)
  }

  /// Runs `body` and reports what it throws in `error`; a kind that would read as success counts as
  /// `internalFault`.
  package static func report(
    to error: UnsafeMutablePointer<rf_error>?, _ body: () throws(ReframeError) -> Int32
  ) -> Int32 {
    do {
      return try body()
    } catch let thrown {
      var failure = thrown
      if thrown.kind.rawValue <= RF_PENDING { failure.kind = .internalFault }
      fill(error, with: failure)
      return failure.kind.rawValue
    }
  }

  private static func fill(_ error: UnsafeMutablePointer<rf_error>?, with thrown: ReframeError) {
    guard let error, error.pointee.size >= UInt32(MemoryLayout<rf_error>.size) else { return }
    error.pointee.kind = thrown.kind.rawValue
    error.pointee.accepted = thrown.accepted.rawValue
    error.pointee.retryable = thrown.isRetryable ? 1 : 0
    error.pointee.retry_after_ms = thrown.retryAfterMilliseconds
    copy(thrown.message, to: &error.pointee.message)
    copy(thrown.code, to: &error.pointee.code)
  }

  /// Copies text into a C array, cut at a character that still fits, terminated.
  private static func copy<Array>(_ text: String, to array: inout Array) {
    withUnsafeMutableBytes(of: &array) { bytes in
      var length = 0
      for character in text {
        let next = character.utf8.count
        guard length + next < bytes.count else { break }
        for byte in character.utf8 {
          bytes[length] = byte
          length += 1
        }
      }
      bytes[length] = 0
    }
  }

  private static func text<Array>(_ array: inout Array, capacity: Int) -> String? {
    withUnsafeBytes(of: &array) { bytes in
      let end = bytes.prefix(capacity).firstIndex(of: 0) ?? capacity
      return end == 0 ? nil : String(decoding: bytes[..<end], as: UTF8.self)
    }
  }
}
