/// What is known of a source before a provider opens it, for those that price or choose by it.
public struct SourceDescription: Codable, Equatable, Sendable {
  /// Such as `image/jpeg` or `video/mp4`.
  public var mediaType: String?
  /// Where a vendor may fetch it; `nil` if it is on this machine only.
  public var address: String?
  /// Upright pixels.
  public var size: PixelSize?
  /// Length of the file in bytes.
  public var byteCount: Int64?
  /// Length of a video in milliseconds; `nil` for a still.
  public var durationMilliseconds: Int64?

  /// Makes a description of which nothing is known.
  public init() {}
}
