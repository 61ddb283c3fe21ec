/// Why a picture could not be read, scaled or written, in words for the person who asked.
package struct ImagingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of failure a caller can act on.
  package enum Kind: Equatable, Sendable {
    /// There are no bytes at all.
    case empty
    /// The bytes are not a picture of any kind known here.
    case notAnImage
    /// A picture, but of a format or variant that is not read.
    case unsupportedFormat(String)
    /// The file ends before the picture does.
    case truncated
    /// The picture data contradicts itself.
    case corrupt
    /// More pixels than the caller allows.
    case tooManyPixels(width: Int, height: Int, limit: Int)
    /// Memory ran out, or the picture would need more than the caller allows.
    case outOfMemory
    /// The picture could not be written in the format asked for.
    case encodeFailed(String)
    /// The library that reads this format is not installed.
    case missingCodec(String)
    /// A size or rectangle that makes no sense for the picture: a mistake of the calling code.
    case badGeometry(String)
    /// The caller's `isCancelled` said so.
    case cancelled
  }

  /// What happened, for code.
  package let kind: Kind
  /// What happened and what to do, for people; the caller adds which file.
  package let message: String

  package init(_ kind: Kind, detail: String = "") {
    self.kind = kind
    let text = Self.text(kind)
    message = detail.isEmpty ? text : "\(text) (\(detail))"
  }

  package var description: String { message }

  private static func text(_ kind: Kind) -> String {
    switch kind {
    case .empty:
      "the file is empty; give a picture"
    case .notAnImage:
      "this is not a picture; give a JPEG, PNG, WebP, GIF, TIFF, HEIC or AVIF file"
    case .unsupportedFormat(let name):
      "\(name) is not supported; convert the picture to JPEG, PNG or WebP first"
    case .truncated:
      "the picture is cut short; fetch or copy the file again"
    case .corrupt:
      "the picture is damaged; open and save it again in an editor, or use another copy"
    case .tooManyPixels(let width, let height, let limit):
      "the picture has \(width)x\(height) pixels, more than the limit of \(limit); "
        + "use a smaller one or raise the limit"
    case .outOfMemory:
      "the picture needs more memory than there is or is allowed; use a smaller one"
    case .encodeFailed(let reason):
      "the picture could not be written: \(reason)"
    case .missingCodec(let name):
      "reading \(name) needs libVipsCodec.so beside the program, and libvips, which could not be loaded; "
        + "install it (Debian: apt install libvips42)"
    case .badGeometry(let reason):
      "impossible size: \(reason)"
    case .cancelled:
      "cancelled"
    }
  }
}

/// What the C codecs answer: the same numbers in each of their headers.
enum CodecStatus: Int32 {
  case good, corrupt, truncated, unsupported, noMemory, cancelled, tooLarge

  init(code: Int32) { self = CodecStatus(rawValue: code) ?? .corrupt }

  /// The error for a failed read.
  func readError(_ format: ImageFormat, detail: String) -> ImagingError {
    switch self {
    case .good, .corrupt, .tooLarge: ImagingError(.corrupt, detail: detail)
    case .truncated: ImagingError(.truncated, detail: detail)
    case .unsupported: ImagingError(.unsupportedFormat("this kind of \(format.name)"), detail: detail)
    case .noMemory: ImagingError(.outOfMemory)
    case .cancelled: ImagingError(.cancelled)
    }
  }

  /// The error for a failed write.
  func writeError(_ format: ImageFormat, detail: String) -> ImagingError {
    switch self {
    case .noMemory: ImagingError(.outOfMemory)
    case .cancelled: ImagingError(.cancelled)
    case .tooLarge: ImagingError(.encodeFailed("too large for \(format.name)"), detail: detail)
    default: ImagingError(.encodeFailed("\(format.name) encoder: \(detail)"))
    }
  }
}
