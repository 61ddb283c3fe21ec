/// Whether a fill is the reflection of what it touches.
struct MirrorMeasure {
  /// Share of the places with texture that equal their mirror image across the border.
  let mirrored: Double

  private static let positions = (along: 128, depth: 16)

  init(_ side: BorderSide) {
    let depth = min(side.exposed, side.placed) - 3
    guard depth >= 8 else {
      mirrored = 0
      return
    }
    // The axis lies on the border's pixels or between them.
    var equal = (on: 0, between: 0)
    var count = 0
    for along in Swift.stride(from: 0, to: side.length, by: max(1, side.length / Self.positions.along)) {
      for away in Swift.stride(from: 2, to: depth, by: max(1, depth / Self.positions.depth)) {
        let here = side.luma(along, away)
        guard abs(here - side.luma(along, away + 2)) + abs(here - side.luma(along, away - 2)) > 6 else {
          continue
        }
        count += 1
        if here == side.luma(along, -2 - away) { equal.on += 1 }
        if here == side.luma(along, -1 - away) { equal.between += 1 }
      }
    }
    mirrored = count >= 24 ? Double(max(equal.on, equal.between)) / Double(count) : 0
  }
}
