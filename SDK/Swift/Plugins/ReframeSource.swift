internal import CReframe

/// The encoded source of a job: a picture or a video. At least one of `data`, `path` and `url` is there.
///
/// It may be read from any thread until the call that it came with returns, and not after.
public struct ReframeSource: @unchecked Sendable {
  /// The whole file, when the host has it in memory or mapped.
  public let data: UnsafeRawBufferPointer?
  /// A local file that may be read.
  public let path: String?
  /// An address that a vendor may fetch.
  public let url: String?
  /// Such as `image/jpeg`; `nil` if not known.
  public let mediaType: String?

  init(_ source: UnsafePointer<rf_source>?) throws(ReframeError) {
    guard let source, source.pointee.size >= UInt32(MemoryLayout<rf_source>.size) else {
      throw ReframeError(.invalidArgument, "a source of an unknown size: the host speaks another contract")
    }
    let value = source.pointee
    data = value.data.data.map { UnsafeRawBufferPointer(lent: $0, length: value.data.length) }
    path = value.path.length == 0 ? nil : String(value.path)
    url = value.url.length == 0 ? nil : String(value.url)
    mediaType = value.media_type.length == 0 ? nil : String(value.media_type)
  }
}
