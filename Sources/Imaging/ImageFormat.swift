/// The file formats that are read; the first three are also written.
package enum ImageFormat: String, Sendable, CaseIterable {
  case jpeg, png, webp, gif, tiff, heif, avif

  /// The name people know.
  package var name: String {
    switch self {
    case .jpeg: "JPEG"
    case .png: "PNG"
    case .webp: "WebP"
    case .gif: "GIF"
    case .tiff: "TIFF"
    case .heif: "HEIC"
    case .avif: "AVIF"
    }
  }

  /// The format that the first bytes show.
  package static func sniff(_ bytes: UnsafeRawBufferPointer) throws(ImagingError) -> ImageFormat {
    guard !bytes.isEmpty else { throw ImagingError(.empty) }
    if let known = known(bytes) { return known }
    if let other = foreign(bytes) { throw ImagingError(.unsupportedFormat(other)) }
    throw ImagingError(.notAnImage)
  }

  private static func known(_ bytes: UnsafeRawBufferPointer) -> ImageFormat? {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if bytes.has("RIFF", at: 0), bytes.has("WEBP", at: 8) { return .webp }
    if bytes.has("GIF87a", at: 0) || bytes.has("GIF89a", at: 0) { return .gif }
    if bytes.has("II*\0", at: 0) || bytes.has("MM\0*", at: 0) { return .tiff }
    if bytes.has("II+\0", at: 0) || bytes.has("MM\0+", at: 0) { return .tiff }
    guard bytes.has("ftyp", at: 4) else { return nil }
    // The box lists a major brand, a version and the compatible brands.
    let end = min(Int(bytes.be32(0) ?? 0), bytes.count, 256)
    var brands = [8]
    brands += stride(from: 16, to: max(16, end - 3), by: 4)
    if brands.contains(where: { bytes.has("avif", at: $0) || bytes.has("avis", at: $0) }) { return .avif }
    let heif = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"]
    return brands.contains { at in heif.contains { bytes.has($0, at: at) } } ? .heif : nil
  }

  /// Pictures and documents that are recognised only to say what they are.
  private static func foreign(_ bytes: UnsafeRawBufferPointer) -> String? {
    let marks: [(String, Int, String)] = [
      ("BM", 0, "BMP"), ("8BPS", 0, "Photoshop PSD"), ("%PDF", 0, "PDF"), ("ftypcrx", 4, "Canon raw"),
      ("\0\0\0\u{0C}jP  ", 0, "JPEG 2000"), ("\0\0\0\u{0C}JXL ", 0, "JPEG XL"), ("qoif", 0, "QOI"),
      ("v/1\u{01}", 0, "OpenEXR"), ("<svg", 0, "SVG"), ("ftyp", 4, "video"), ("P5", 0, "PGM"),
      ("P6", 0, "PPM"),
      ("#?RADIANCE", 0, "Radiance HDR"), ("\0\0\u{01}\0", 0, "ICO"), ("SIMPLE  =", 0, "FITS"),
    ]
    if let mark = marks.first(where: { bytes.has($0.0, at: $0.1) }) { return mark.2 }
    if bytes.starts(with: [0xFF, 0x0A]) { return "JPEG XL" }
    if bytes.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) { return "JPEG 2000" }
    if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return "video" }
    return nil
  }
}
