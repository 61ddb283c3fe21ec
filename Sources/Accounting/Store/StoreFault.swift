internal import CSQLite
internal import ReframeSDK

/// Turns what SQLite says into what a person can act on.
enum StoreFault {
  /// The error for a result code of SQLite's.
  static func error(code: Int32, text: String, path: String) -> ReframeError {
    let file = "the ledger '\(path)'"
    switch code & 0xff {
    case SQLITE_NOTADB, SQLITE_CORRUPT:
      return ReframeError(
        .invalidArgument,
        "\(file) is damaged or no ledger (\(text)); nothing was changed: put a copy back, "
          + "or move it away to begin a new one")
    case SQLITE_FULL:
      return ReframeError(
        .resourceExhausted,
        "\(file) cannot grow, the disk is full; nothing was booked: make room and try again",
        isRetryable: true)
    case SQLITE_BUSY, SQLITE_LOCKED:
      return ReframeError(
        .unavailable, "\(file) has been locked by another process for ten seconds; nothing was booked",
        isRetryable: true)
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      return ReframeError(
        .forbidden, "\(file) cannot be written (\(text)); check who may write the file and its folder")
    case SQLITE_CANTOPEN:
      return ReframeError(
        .forbidden,
        "\(file) cannot be opened (\(text)); check its name and who may write the file and its folder")
    case SQLITE_IOERR:
      return ReframeError(
        .resourceExhausted, "\(file) cannot be read or written (\(text)); check the disk", isRetryable: true)
    default:
      return ReframeError(.internalFault, "\(file): \(text) (SQLite \(code))")
    }
  }
}
