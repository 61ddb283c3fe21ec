/// What a file is, by its first bytes, whatever its name or a server says.
package enum MediaType {
  /// Such as `image/jpeg`; `nil` for what is not known.
  package static func sniff(_ bytes: UnsafeRawBufferPointer) -> String? {
    func has(_ text: String, at offset: Int) -> Bool {
      bytes.count >= offset + text.utf8.count && bytes[offset...].starts(with: text.utf8)
    }
    if bytes.starts(with: [0xff, 0xd8, 0xff]) { return "image/jpeg" }
    if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) { return "image/png" }
    if bytes.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) { return "video/webm" }
    if has("RIFF", at: 0) && has("WEBP", at: 8) { return "image/webp" }
    if has("GIF8", at: 0) { return "image/gif" }
    if has("II*\0", at: 0) || has("MM\0*", at: 0) { return "image/tiff" }
    guard has("ftyp", at: 4) else { return nil }
    if has("avi", at: 8) { return "image/avif" }
    if ["heic", "heix", "heim", "heis", "mif1"].contains(where: { has($0, at: 8) }) { return "image/heic" }
    return has("qt  ", at: 8) ? "video/quicktime" : "video/mp4"
  }
}
