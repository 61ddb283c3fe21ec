/// A file format of a result.
public struct OutputFormat: OpenWord {
  /// The word as it crosses.
  public let rawValue: String

  /// Makes a word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// JPEG, 8 bits, no transparency.
  public static let jpeg = Self(rawValue: "jpeg")
  /// PNG, without loss.
  public static let png = Self(rawValue: "png")
  /// WebP.
  public static let webp = Self(rawValue: "webp")
  /// MP4, for moving pictures.
  public static let mp4 = Self(rawValue: "mp4")

  /// The words of this revision.
  public static let allCases = [jpeg, png, webp, mp4]

  /// The formats of stills.
  public static let stills = [jpeg, png, webp]

  /// Such as `image/jpeg`.
  public var mediaType: String { self == .mp4 ? "video/mp4" : "image/\(rawValue)" }
  /// The extension of a file's name, without the dot.
  public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}
