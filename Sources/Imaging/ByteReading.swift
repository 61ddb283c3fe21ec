/// Bounds-checked reads of the fixed-width numbers and tags that file headers are made of.
extension UnsafeRawBufferPointer {
  func byte(_ at: Int) -> Int? {
    at >= 0 && at < count ? Int(self[at]) : nil
  }

  func be16(_ at: Int) -> Int? {
    guard at >= 0, at <= count - 2 else { return nil }
    return Int(self[at]) << 8 | Int(self[at + 1])
  }

  func le16(_ at: Int) -> Int? { be16(at).map { ($0 & 0xFF) << 8 | $0 >> 8 } }

  func le24(_ at: Int) -> Int? {
    guard let low = le16(at), let high = byte(at + 2) else { return nil }
    return low | high << 16
  }

  func be32(_ at: Int) -> Int? {
    guard let high = be16(at), let low = be16(at + 2) else { return nil }
    return high << 16 | low
  }

  func le32(_ at: Int) -> Int? {
    guard let low = le16(at), let high = le16(at + 2) else { return nil }
    return high << 16 | low
  }

  /// Whether the ASCII text stands at the offset.
  func has(_ text: String, at: Int) -> Bool {
    let wanted = text.utf8
    guard at >= 0, at <= count - wanted.count else { return false }
    return self[at..<at + wanted.count].elementsEqual(wanted)
  }

  func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[range.clamped(to: 0..<count)])
  }
}
