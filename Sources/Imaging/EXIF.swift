/// The few EXIF tags that matter here, read and rewritten in place.
struct EXIF {
  private let bytes: UnsafeRawBufferPointer
  private let bigEndian: Bool
  private let directory: Int

  /// Nil when the block is not TIFF-structured.
  init?(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    if bytes.has("MM\0*", at: 0) {
      bigEndian = true
    } else if bytes.has("II*\0", at: 0) {
      bigEndian = false
    } else {
      return nil
    }
    directory = (bigEndian ? bytes.be32(4) : bytes.le32(4)) ?? 0
  }

  /// The orientation tag; nil when missing or out of range.
  var orientation: Orientation? {
    guard let entry = entry(0x0112, in: directory), let value = value(entry) else { return nil }
    return Orientation(rawValue: value)
  }

  /// The block for a picture that stands upright and has this size. The thumbnail goes: it shows the picture as it
  /// was, with what was cropped away.
  func normalised(for size: Raster.Size) -> [UInt8] {
    var result = [UInt8](bytes)
    set(0x0112, in: directory, to: 1, &result)
    set(0x0100, in: directory, to: size.width, &result)
    set(0x0101, in: directory, to: size.height, &result)
    if let entry = entry(0x8769, in: directory), let details = u32(entry + 8) {
      set(0xA002, in: details, to: size.width, &result)
      set(0xA003, in: details, to: size.height, &result)
    }
    dropThumbnail(&result)
    return result
  }

  /// Cuts the second directory off and empties what it names as a thumbnail.
  private func dropThumbnail(_ result: inout [UInt8]) {
    guard directory >= 8, let count = u16(directory) else { return }
    let link = directory + 2 + count * 12
    guard let thumbnail = u32(link), thumbnail >= 8, link + 4 <= result.count else { return }
    if let start = entry(0x0201, in: thumbnail).flatMap(value),
      let length = entry(0x0202, in: thumbnail).flatMap(value), start >= 8, start < result.count
    {
      let end = min(result.count, start + length)
      result.replaceSubrange(start..<end, with: repeatElement(0, count: end - start))
    }
    result.replaceSubrange(link..<link + 4, with: repeatElement(0, count: 4))
  }

  private func u16(_ at: Int) -> Int? { bigEndian ? bytes.be16(at) : bytes.le16(at) }
  private func u32(_ at: Int) -> Int? { bigEndian ? bytes.be32(at) : bytes.le32(at) }

  private func entry(_ tag: Int, in directory: Int) -> Int? {
    guard directory >= 8, let count = u16(directory) else { return nil }
    for index in 0..<count {
      let at = directory + 2 + index * 12
      guard let found = u16(at), at + 12 <= bytes.count else { return nil }
      if found == tag { return at }
    }
    return nil
  }

  /// A single SHORT or LONG.
  private func value(_ entry: Int) -> Int? {
    switch u16(entry + 2) {
    case 3: u16(entry + 8)
    case 4: u32(entry + 8)
    default: nil
    }
  }

  private func set(_ tag: Int, in directory: Int, to value: Int, _ result: inout [UInt8]) {
    guard let entry = entry(tag, in: directory), let type = u16(entry + 2), type == 3 || type == 4 else {
      return
    }
    let width = type == 3 ? 2 : 4
    for index in 0..<width {
      let shift = 8 * (bigEndian ? width - 1 - index : index)
      result[entry + 8 + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }
}
