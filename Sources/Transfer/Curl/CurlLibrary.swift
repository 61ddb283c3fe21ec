internal import CCurl

/// libcurl, opened when the first exchange needs it.
enum CurlLibrary {
  /// Opens it. Throws `unavailable` with the package to install.
  static func open() throws(TransferFailure) {
    guard let reason = rfc_open() else { return }
    throw missing(String(cString: reason))
  }

  /// Looks for a library under names as `open` does.
  static func find(_ names: [String]) throws(TransferFailure) {
    var message = [CChar](repeating: 0, count: 512)
    let size = message.count
    let isFound = withNames(names[...], []) { rfc_find($0, &message, size) } != 0
    guard !isFound else { return }
    throw missing(String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  private static func missing(_ reason: String) -> TransferFailure {
    .before(
      .unavailable,
      "the network needs libcurl, which cannot be used (\(reason.shown)); install the Debian package libcurl4"
    )
  }

  /// Calls `body` with the texts as C wants a list of them, `NULL` at its end.
  private static func withNames(
    _ names: ArraySlice<String>, _ pointers: [UnsafePointer<CChar>?],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Int32
  ) -> Int32 {
    guard let name = names.first else {
      let list = pointers + [nil]
      return list.withUnsafeBufferPointer { $0.baseAddress.map(body) ?? 0 }
    }
    return name.withCString { withNames(names.dropFirst(), pointers + [$0], body) }
  }
}
