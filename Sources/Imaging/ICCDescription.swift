/// Reads the name out of an ICC profile without loading a colour engine.
enum ICCDescription {
  static func read(_ profile: [UInt8]) -> String? {
    profile.withUnsafeBytes { bytes in
      guard let count = bytes.be32(128), count <= 200 else { return nil }
      for index in 0..<count {
        let entry = 132 + index * 12
        guard bytes.has("desc", at: entry), let at = bytes.be32(entry + 4) else { continue }
        return bytes.has("mluc", at: at) ? localised(bytes, at) : plain(bytes, at)
      }
      return nil
    }
  }

  private static func plain(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> String? {
    guard bytes.has("desc", at: at), let length = bytes.be32(at + 8) else { return nil }
    let text = bytes.slice(at + 12..<at + 12 + min(length, 256)).prefix { $0 != 0 }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  private static func localised(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> String? {
    guard let length = bytes.be32(at + 20), let offset = bytes.be32(at + 24) else { return nil }
    let start = at + offset
    let units = stride(from: start, to: start + min(length, 512), by: 2).compactMap { bytes.be16($0) }
    let text = String(decoding: units.map { UInt16($0) }, as: UTF16.self)
    return text.isEmpty ? nil : text
  }
}
