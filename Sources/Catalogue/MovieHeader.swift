/// The header of an MP4 or QuickTime file (ISO/IEC 14496-12): boxes of a 32-bit size, a name and contents.
enum MovieHeader {
  /// The length of the video, rounded up to a millisecond; `nil` if the file does not say.
  static func milliseconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard let movie = box("moov", in: bytes), let header = box("mvhd", in: movie), let version = header.first
    else { return nil }
    // Version 1 has 64-bit times: created, modified, time scale, duration.
    let isLong = version == 1
    guard let scale = number(header, at: isLong ? 20 : 12, 4),
      let duration = number(header, at: isLong ? 24 : 16, isLong ? 8 : 4), scale > 0,
      duration != (isLong ? UInt64.max : UInt64(UInt32.max))
    else { return nil }
    let (product, overflow) = duration.multipliedReportingOverflow(by: 1000)
    guard !overflow, product > 0 else { return nil }
    return Int64(exactly: (product - 1) / scale + 1)
  }

  /// The contents of the first box of that name.
  private static func box(_ name: String, in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var offset = 0
    while let short = number(bytes, at: offset, 4) {
      var start = offset + 8
      var size = short
      if short == 1 {
        guard let long = number(bytes, at: start, 8) else { return nil }
        size = long
        start += 8
      } else if short == 0 {
        size = UInt64(bytes.count - offset)
      }
      guard let length = Int(exactly: size), length >= start - offset, length <= bytes.count - offset else {
        return nil
      }
      if bytes[(offset + 4)..<(offset + 8)].elementsEqual(name.utf8) {
        return UnsafeRawBufferPointer(rebasing: bytes[start..<(offset + length)])
      }
      offset += length
    }
    return nil
  }

  /// A big-endian number.
  private static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ count: Int) -> UInt64? {
    guard offset >= 0, count <= bytes.count, offset <= bytes.count - count else { return nil }
    return bytes[offset..<(offset + count)].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
