/// Finds patches that occur twice, pixel by pixel.
///
/// Which places are looked at is decided by what is there (as in content-defined sampling), so that of two equal
/// patches either both are seen or none, wherever they lie, and few need to be compared.
struct RepeatMeasure {
  /// Share of the textured patches of the fill that occur elsewhere in it, or very near in the placed source,
  /// beyond what the source itself repeats.
  let repeated: Double

  private struct Anchor {
    let key: UInt64
    let x: Int32
    let y: Int32
    let isPlaced: Bool
  }

  private static let patch = 8
  /// Of so many places of a megapixel one is looked at.
  private static let sampling: UInt32 = 64
  private static let mostAnchors = 40_000
  /// Samples whose range is smaller show no pattern.
  private static let contrast = 16

  init(_ picture: Raster, placed: Raster.Rect) {
    let anchors = Self.anchors(picture, placed).sorted { ($0.key, $0.y, $0.x) < ($1.key, $1.y, $1.x) }
    var (filled, placedCount, again, placedAgain) = (0, 0, 0, 0)
    let near = Int32(max(16, max(picture.width, picture.height) / 40))
    var start = 0
    while start < anchors.count {
      var end = start + 1
      while end < anchors.count, anchors[end].key == anchors[start].key { end += 1 }
      let group = anchors[start..<end]
      let inFill = group.count { !$0.isPlaced }
      filled += inFill
      placedCount += group.count - inFill
      if inFill > 1 {
        again += inFill
      } else if inFill == 1, group.count > 1, Self.isNear(group, within: near) {
        again += 1
      }
      if group.count - inFill > 1 { placedAgain += group.count - inFill }
      start = end
    }
    guard filled >= 24 else {
      repeated = 0
      return
    }
    let usual = placedCount > 0 ? Double(placedAgain) / Double(placedCount) : 0
    repeated = max(0, Double(again) / Double(filled) - usual)
  }

  /// Whether the one patch of the fill lies near one of the placed source.
  private static func isNear(_ group: ArraySlice<Anchor>, within distance: Int32) -> Bool {
    guard let own = group.first(where: { !$0.isPlaced }) else { return false }
    return group.contains { $0.isPlaced && abs($0.x - own.x) <= distance && abs($0.y - own.y) <= distance }
  }

  private static func anchors(_ picture: Raster, _ placed: Raster.Rect) -> [Anchor] {
    guard picture.width >= patch, picture.height >= patch else { return [] }
    var anchors: [Anchor] = []
    anchors.reserveCapacity(mostAnchors)
    let thinning = UInt32(clamping: max(1, picture.size.area >> 20))
    for y in 0...picture.height - patch {
      let row = UnsafePointer(picture.base) + y * picture.stride
      for x in 0...picture.width - patch {
        let pixel = row + x * picture.channels
        let mark = quickMark(pixel, picture)
        guard mark % (sampling * thinning) == 0, let key = key(pixel, picture) else { continue }
        let inRows = y + patch > placed.y && y < placed.y + placed.height
        let inColumns = x + patch > placed.x && x < placed.x + placed.width
        anchors.append(Anchor(key: key, x: Int32(x), y: Int32(y), isPlaced: inRows && inColumns))
        if anchors.count == mostAnchors { return anchors }
      }
    }
    return anchors
  }

  @inline(__always)
  private static func quickMark(_ pixel: UnsafePointer<UInt8>, _ picture: Raster) -> UInt32 {
    let below = pixel + (patch - 1) * picture.stride
    let right = (patch - 1) * picture.channels
    let corners = UInt32(pixel[0]) | UInt32(pixel[right + 1]) << 8 | UInt32(below[1]) << 16
    return (corners ^ UInt32(below[right]) << 20) &* 0x9E37_79B1 >> 12
  }

  /// A hash of the patch; `nil` if it has no pattern.
  private static func key(_ pixel: UnsafePointer<UInt8>, _ picture: Raster) -> UInt64? {
    var key: UInt64 = 0x9E37_79B9_7F4A_7C15
    var (least, most) = (UInt8.max, UInt8.min)
    for y in 0..<patch {
      for x in Swift.stride(from: y & 1, to: patch, by: 2) {
        let sample = pixel + y * picture.stride + x * picture.channels
        least = min(least, sample[1])
        most = max(most, sample[1])
        let value = UInt64(sample[0]) | UInt64(sample[1]) << 8 | UInt64(sample[2]) << 16
        key = (key ^ value) &* 0x1000_0000_01B3
        key ^= key >> 29
      }
    }
    return Int(most) - Int(least) >= contrast ? key : nil
  }
}
